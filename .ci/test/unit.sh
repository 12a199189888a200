#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The kernel's unit tests: each program of hermit-kernel/test/unit prints TAP of its own; here they are one TAP stream, its
# tests named PROGRAM/TEST. Arguments: --list, or names of programs or tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../hermit-kernel"

programs() {
	local source name
	for source in test/unit/test_*.c; do
		[ -f "$source" ] || continue
		name=${source##*/test_}
		printf '%s\n' "${name%.c}"
	done
}

# cmocka knows its tests only when it runs, so the list is read from the sources.
list_tests() {
	local program
	for program in $(programs); do
		grep -oE 'cmocka_unit_test[a-z_]*\((test_)?[a-z0-9_]+' "test/unit/test_$program.c" | sed "s|.*(|$program/|"
	done
}

# run_program NAME — its results with its name before theirs, without a plan; then how it ended, where that is news.
run_program() {
	local program=$1 log
	log=$(mktemp)
	if ! make -s "target/unit/test_$program" >"$log" 2>&1; then
		printf 'not ok - %s/build\n' "$program"
		tail -n 30 "$log" | sed 's/^/# /'
	else
		CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 5 120 "target/unit/test_$program" 2>&1 | awk -v program="$program" -v only="$2" '
			/^1\.\.[0-9]+/ { planned = substr($1, 4); next }
			/^TAP version/ { next }
			/^(not )?ok / {
				seen++
				name = $0
				sub(/^(not )?ok +[0-9]* *(- *)?/, "", name)
				if (only != "" && only != name) next
				print ($1 == "not" ? "not ok" : "ok") " - " program "/" name
				next
			}
			{ print "# " $0 }
			END { if (planned == "" || planned != seen) print "not ok - " program "/ended-early" }' || true
	fi
	rm -f "$log"
}

main() {
	local name
	if [ "${1:-}" = --list ]; then
		list_tests
		return
	fi
	printf 'TAP version 13\n'
	if [ $# -gt 0 ]; then
		for name in "$@"; do
			run_program "${name%%/*}" "$(cut -s -d/ -f2 <<<"$name")"
		done
	else
		for name in $(programs); do
			run_program "$name" ''
		done
	fi
}

main "$@"
