#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Java hello on an isle beside the same files on a minimal Linux guest, alternately and in one run, since times under TCG
# differ between runs more than between the two. Prints each run, then medians and their ratio.
#   hello.sh [RUNS]       (default 5)
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
proxy=$here/../examples/hello/target/hello-proxy
guest=$here/target/linux-guest
runs=${1:-5}
export HERMIT_ACCEL=tcg HERMIT_MEM=${HERMIT_MEM:-512M} HERMIT_CORES=${HERMIT_CORES:-1}

# measure COMMAND… — milliseconds from the start to the greeting and to the end.
measure() {
	local started=$EPOCHREALTIME first='' line
	while IFS= read -r line; do
		[[ -n $first || $line != *[Hh]ello* ]] || first=$EPOCHREALTIME
	done < <(timeout -k 5 120 "$@" 2>/dev/null)
	[ -n "$first" ] || {
		printf 'hello.sh: no greeting from: %s\n' "$*" >&2
		exit 1
	}
	awk -v s="$started" -v f="$first" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.0f %.0f\n", (f - s) * 1000, (e - s) * 1000 }'
}

median() {
	sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# column FILE N
column() {
	awk -v n="$2" '{ print $n }' "$1"
}

main() {
	local work i isle linux
	[[ $runs =~ ^[1-9][0-9]*$ ]] || { printf "hello.sh: RUNS is a number from 1, not '%s'\n" "$runs" >&2; exit 2; }
	[ -x "$proxy" ] || { printf 'hello.sh: %s is missing; run ./hermit build\n' "$proxy" >&2; exit 2; }
	"$here/linux-guest/make.sh" "$proxy" "$guest"
	work=$(mktemp -d)
	trap 'rm -rf "'"$work"'"' EXIT
	printf 'accelerator tcg, %s cores, %s; milliseconds from the start\n' "$HERMIT_CORES" "$HERMIT_MEM"
	printf '%-6s %15s %15s\n' run 'isle: line end' 'linux: line end'
	for ((i = 1; i <= runs; i++)); do
		isle=$(measure "$proxy")
		linux=$(measure "$here/linux-guest/run.sh" "$guest")
		printf '%s\n' "$isle" >>"$work/isle"
		printf '%s\n' "$linux" >>"$work/linux"
		printf '%-6d %8s %6s %8s %6s\n' "$i" ${isle} ${linux}
	done
	for i in 1 2; do
		isle=$(column "$work/isle" "$i" | median)
		linux=$(column "$work/linux" "$i" | median)
		printf 'median to the %s: isle %s ms, Linux guest %s ms, ratio %s\n' "$([ "$i" = 1 ] && echo greeting || echo end)" \
			"$isle" "$linux" "$(awk -v a="$isle" -v b="$linux" 'BEGIN { printf "%.2f", a / b }')"
	done
}

main
