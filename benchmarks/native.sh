#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What elementary operations cost: newlib on an isle, glibc on an isle, glibc on a minimal Linux guest, by the same source
# (examples/native/benchmarks/basic.c) in one run. The emulator counts instructions (-icount, one vCPU), so the figures are
# repeatable to about one per cent, and say nothing about caches.
#   native.sh [NAME…]     operations of `basic` (default: all)
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
top=$here/..
native=$top/examples/native
guest=$here/target/native-guest
samples=${SAMPLES:-200}
export HERMIT_ACCEL=tcg HERMIT_MEM=512M HERMIT_CORES=1 HERMIT_BUILT=1
icount=(-icount shift=0)

# The medians of `basic`, "NAME TICKS" a line.
medians() {
	tr -d '\r' | awk '$3 ~ /^[0-9]+$/ && NF >= 5 { print $1, $3 }'
}

main() {
	local work
	make -s -C "$native"
	work=$(mktemp -d)
	trap 'rm -rf "'"$work"'"' EXIT
	gcc -O2 -std=gnu11 -D_GNU_SOURCE -static -pthread -I"$top/hermit-kernel/include" -I"$native" -o "$work/basic" \
		"$native"/benchmarks/{basic,lib/*}.c "$top/libc-port/linux/libhermit.c"
	"$here/linux-guest/make.sh" "$work/basic" "$guest" --samples "$samples" "$@"
	HERMIT_QEMU_ARGS="${icount[*]}" timeout -k 5 300 "$top/hermit" run "$native/target/hermit/benchmarks/basic" \
		--samples "$samples" "$@" | medians >"$work/newlib"
	HERMIT_QEMU_ARGS="${icount[*]}" timeout -k 5 300 "$top/hermit" run "$work/basic" --samples "$samples" "$@" |
		medians >"$work/glibc"
	timeout -k 5 300 "$here/linux-guest/run.sh" "$guest" "${icount[@]}" | medians >"$work/linux"
	[ -s "$work/newlib" ] && [ -s "$work/glibc" ] && [ -s "$work/linux" ] || {
		printf 'native.sh: a run gave no results\n' >&2
		exit 1
	}
	printf '%-24s %12s %12s %12s %14s %14s\n' 'median instructions' 'isle newlib' 'isle glibc' 'Linux guest' 'newlib/Linux' 'glibc/Linux'
	awk 'FILENAME ~ /newlib$/ { n[$1] = $2; next } FILENAME ~ /glibc$/ { g[$1] = $2; next }
		{ printf "%-24s %12s %12s %12s %14.2f %14.2f\n", $1, n[$1], g[$1], $2, n[$1] / $2, g[$1] / $2 }' \
		"$work/newlib" "$work/glibc" "$work/linux"
}

main "$@"
