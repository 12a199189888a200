#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What mmnif costs, the network of the multi-kernel: TCP round trips of one byte and TCP rates between Linux and an isle and
# between two isles, beside loopback and a veth pair of the same Linux, all in one run of the VM of ./hermit qemu. The
# program is benchmarks/network on all sides; the four take turns.
#   multikernel-network.sh [ROUNDS] [-- OPTIONS OF ./hermit qemu]     (default: 3)
# Prints the medians of the rounds, the least and the most, and each median by that of the veth pair.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
top=$here/..

die() {
	printf 'multikernel-network.sh: %s\n' "$*" >&2
	exit 2
}

# Rows of all rounds → one line for each measure and system.
summary() {
	awk '
		function median(list, n, i, j, t) {
			for (i = 2; i <= n; i++)
				for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
			return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
		}
		function middle(side, name, n, i) {
			n = count[side, name]
			for (i = 1; i <= n; i++) one[i] = values[side, name, i]
			least = 0
			if (!n) return 0
			result = median(one, n)
			least = one[1]; most = one[n]
			return result
		}
		NF == 6 {
			values[$1, $2, ++count[$1, $2]] = $3
			if (!($2 in unit)) { unit[$2] = $6; order[++names] = $2 }
		}
		END {
			sides = split("loopback veth linux-isle isle-isle", side, " ")
			printf "%-24s %-12s %10s %22s %10s\n", "", "", "median", "(least to most)", "by veth"
			for (k = 1; k <= names; k++) {
				base = middle("veth", order[k])
				for (s = 1; s <= sides; s++) {
					figure = middle(side[s], order[k])
					printf "%-24s %-12s %10.2f %22s %10.2f\n", order[k] ", " unit[order[k]], side[s], figure,
						sprintf("(%.2f to %.2f)", least, most), base ? figure / base : 0
				}
			}
		}' "$1"
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
	summary "$work/rows"
}

main "$@"
