#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What mmnif costs, the network of the multi-kernel: TCP round trips of one byte and TCP rates between Linux and an isle and
# between two isles, beside loopback and a veth pair of the same Linux, all in one run of the VM of ./hermit qemu. The
# program is benchmarks/network on all sides; they take turns. "polled" is Linux and an isle with busy polling on Linux.
#   multikernel-network.sh [ROUNDS] [-- OPTIONS OF ./hermit qemu]     (default: 3)
# Prints the medians of the rounds, the least and the most, and each median by that of the veth pair.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
top=$here/..

die() {
	printf 'multikernel-network.sh: %s\n' "$*" >&2
	exit 2
}

main() {
	local rounds=${1:-3}
	[[ $rounds =~ ^[1-9][0-9]*$ ]] || die "ROUNDS is a number from 1, not '$rounds'"
	shift || true
	[ "${1:-}" != -- ] || shift
	mkdir -p "$here/target"
	gcc -O2 -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -static -pthread -o "$here/target/netbench" "$here"/network/*.c
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	"$top/hermit" qemu --limit $((300 * (rounds + 1))) "$@" -- sh /hermit/benchmarks/network/multikernel.sh "$rounds" |
		tee "$work/rows"
	awk -v systems='loopback veth linux-isle polled isle-isle' -v base=veth -f "$here/network/summary.awk" "$work/rows"
}

main "$@"
