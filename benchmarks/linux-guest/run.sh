#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Boots the guest of make.sh; its program's output comes from the serial line. HERMIT_MEM, HERMIT_CORES as for a proxy.
# The machine is a q35: on a microvm this kernel finds nothing to calibrate the TSC with.
#   run.sh FOLDER [QEMU-ARGUMENTS]
set -euo pipefail
folder=${1:?usage: run.sh FOLDER [QEMU-ARGUMENTS]}
shift
exec "${HERMIT_QEMU:-qemu-system-x86_64}" -M q35 -accel tcg,thread=single -cpu max \
	-m "${HERMIT_MEM:-512M}" -smp "${HERMIT_CORES:-1}" -nodefaults -no-user-config -display none -no-reboot -serial stdio \
	-kernel "$folder/vmlinuz" -initrd "$folder/initramfs" \
	-append "console=ttyS0 quiet loglevel=0 reboot=t panic=-1" "$@" </dev/null
