#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# How quiet is an isle beside a busy Linux? One run of the VM of ./hermit qemu; stress-ng keeps all cores of Linux busy. The
# programs quanta and hourglass (examples/native/benchmarks) run on a core that the same Linux has isolated (isolcpus with
# domain, nohz_full and managed_irq), and on a quiet core of an isle. Prints both distributions, and the interrupts that the
# core took meanwhile.
#   multikernel-noise.sh [SECONDS [QUANTA]] [-- OPTIONS OF ./hermit qemu]     (default: 5 20000)
# Where the machine is emulated by one host thread (TCG), gaps are the emulator's more than the system's: the count of
# interrupts says more.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)

die() {
	printf 'multikernel-noise.sh: %s\n' "$*" >&2
	exit 2
}

seconds=5 quanta=20000
if [[ ${1:---} != -- ]]; then
	seconds=$1 && shift
fi
if [[ ${1:---} != -- ]]; then
	quanta=$1 && shift
fi
[[ $seconds =~ ^[1-9][0-9]{0,3}$ ]] || die "SECONDS is a number from 1 to 9999, not '$seconds'"
[[ $quanta =~ ^[1-9][0-9]{2,7}$ ]] || die "QUANTA is a number from 100 to 99999999, not '$quanta'"
[ $# -eq 0 ] || shift
exec "$here/../hermit" qemu --limit $((600 + 20 * seconds)) --append isolcpus=nohz,domain,managed_irq,9 "$@" -- \
	sh /hermit/benchmarks/noise/in_vm.sh "$seconds" "$quanta"
