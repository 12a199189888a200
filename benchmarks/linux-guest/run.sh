#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Boots the guest of make.sh; its program's output comes from the serial line. HERMIT_MEM, HERMIT_CORES as for a proxy.
#   run.sh FOLDER
set -euo pipefail
folder=${1:?usage: run.sh FOLDER}
exec "${HERMIT_QEMU:-qemu-system-x86_64}" -M microvm,acpi=off,pit=off,pic=off,rtc=on,isa-serial=on -accel tcg -cpu max \
	-m "${HERMIT_MEM:-512M}" -smp "${HERMIT_CORES:-1}" -nodefaults -no-user-config -display none -no-reboot -serial stdio \
	-kernel "$folder/vmlinuz" -initrd "$folder/initramfs" \
	-append "console=ttyS0 quiet loglevel=0 reboot=t panic=-1 tsc=reliable" </dev/null
