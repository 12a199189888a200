# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# `./hermit test`: runs the suites of suites.sh, each a command that prints TAP 13, and counts their results. Sourced by
# ../../hermit.

readonly TEST_DIR=$STATE_DIR/test

test_suite_names() {
	test_suites | cut -d'|' -f1
}

# test_field SUITE N
test_field() {
	test_suites | awk -F'|' -v suite="$1" -v field="$2" '$1 == suite { print $field }'
}

test_help() {
	printf 'Usage: ./hermit test [--list] [NAME…]\n\n'
	printf 'NAME is a suite, a test of a suite (SUITE/TEST), or a test whose name is unique. Suites:\n\n'
	test_suites | awk -F'|' '{ printf "  %-10s%s\n", $1, $4 }'
	printf '\nLast line: N passed, N failed, N skipped. Exit status 1 where anything failed.\n'
}

test_list() {
	local suite
	for suite in $(test_suite_names); do
		"suite_$suite" --list | sed "s|^|$suite/|"
	done
}

# Prints SUITE/TEST for every test that NAME may mean by its last part.
test_lookup() {
	local name=$1
	test_list | awk -v name="$name" '{
		test = substr($0, index($0, "/") + 1)
		last = test
		sub(/.*\//, "", last)
		if (test == name || last == name)
			print
	}'
}

# Fills TEST_SELECTION[suite] from the names of the command line; "*" stands for the whole suite.
test_select() {
	local name found suite
	[ $# -gt 0 ] || mapfile -t found < <(test_suite_names)
	[ $# -gt 0 ] || set -- "${found[@]}"
	for name in "$@"; do
		suite=${name%%/*}
		if [ -z "$(test_field "$suite" 1)" ]; then
			mapfile -t found < <(test_lookup "$name")
			[ ${#found[@]} -gt 0 ] || die_usage "test: no suite and no test '$name'; 'test --list' shows all"
			[ ${#found[@]} -eq 1 ] || die_usage "test: '$name' means several tests, name one: ${found[*]}"
			name=${found[0]} suite=${found[0]%%/*}
		fi
		if [ "$name" = "$suite" ]; then
			TEST_SELECTION[$suite]='*'
		elif [ "${TEST_SELECTION[$suite]:-}" != '*' ]; then
			TEST_SELECTION[$suite]+=" ${name#*/}"
		fi
	done
}

# Builds what the selected suites need. A failed build is a failed test, and nothing more is run.
test_build() {
	local suite
	local -A needs=()
	for suite in "${!TEST_SELECTION[@]}"; do
		needs[$(test_field "$suite" 2)]=1
	done
	# each in a subshell, whose `exit` is a failed build and not the end of the tests
	if [ -n "${needs[libc]:-}" ]; then (build_for_c) || return; fi
	if [ -n "${needs[native]:-}" ]; then (build_for_run) || return; fi
	if [ -n "${needs[all]:-}" ]; then (build_all); fi
}

# test_watch SUITE PID READER LIMIT — waits for the suite, then for the reader of its output, which a process that
# outlives the suite could keep waiting.
test_watch() {
	local suite=$1 pid=$2 reader=$3 limit=$4 status=0 waited=0
	wait "$pid" || status=$?
	while kill -0 "$reader" 2>/dev/null && [ "$waited" -lt 100 ]; do
		sleep 0.1
		waited=$((waited + 1))
	done
	kill "$reader" 2>/dev/null || true
	case $status in
	124 | 137) test_fail "$suite/time-limit" "still running after $limit s" ;;
	esac
	TEST_STATUS=$status
}

test_fail() {
	printf '  FAIL %s: %s\n' "$1" "$2"
	TEST_FAILED=$((TEST_FAILED + 1))
}

# Runs one suite in a process group of its own under its time limit; its output goes through tap.awk.
test_run_suite() {
	local suite=$1 limit pid reader started=$SECONDS names=() before=$TEST_FAILED
	local result=$TEST_DIR/$suite.result pipe=$TEST_DIR/$suite.pipe passed=0 failed=0 skipped=0
	[ "${TEST_SELECTION[$suite]}" = '*' ] || read -r -a names <<<"${TEST_SELECTION[$suite]}"
	limit=$(test_field "$suite" 3)
	rm -f "$pipe" "$result"
	mkfifo "$pipe"
	printf '%s\n' "$suite: $(test_field "$suite" 4)"
	awk "${TEST_AWK_OPTIONS[@]}" -v suite="$suite" -v result="$result" -f "$HERMIT_TOP/.ci/lib/tap.awk" <"$pipe" &
	reader=$!
	timeout -k 20 "$limit" "$HERMIT_TOP/hermit" __suite "$suite" "${names[@]}" >"$pipe" 2>&1 </dev/null &
	pid=$!
	TEST_RUNNING=$pid
	test_watch "$suite" "$pid" "$reader" "$limit"
	TEST_RUNNING=
	[ ! -f "$result" ] || read -r passed failed skipped <"$result"
	if [ "$TEST_STATUS" -ne 0 ] && [ $((failed + TEST_FAILED - before)) -eq 0 ]; then
		test_fail "$suite/status" "the suite ended with status $TEST_STATUS, though no test failed"
	elif [ ! -f "$result" ]; then
		test_fail "$suite/output" "its output could not be read to the end"
	fi
	TEST_PASSED=$((TEST_PASSED + passed))
	TEST_FAILED=$((TEST_FAILED + failed))
	TEST_SKIPPED=$((TEST_SKIPPED + skipped))
	printf '%s: %d passed, %d failed, %d skipped in %d s\n\n' "$suite" "$passed" \
		$((TEST_FAILED - before)) "$skipped" $((SECONDS - started))
	rm -f "$pipe"
}

test_stop() {
	[ -z "$TEST_RUNNING" ] || kill -TERM "$TEST_RUNNING" 2>/dev/null || true
	note "test: interrupted by a signal"
	exit 130
}

# mawk, Debian's awk, reads whole buffers unless told otherwise: lines would be shown minutes late.
test_awk_options() {
	TEST_AWK_OPTIONS=()
	if awk -W version </dev/null 2>&1 | grep -q '^mawk'; then
		TEST_AWK_OPTIONS=(-W interactive)
	fi
}

test_main() {
	local suite
	declare -gA TEST_SELECTION=()
	TEST_PASSED=0 TEST_FAILED=0 TEST_SKIPPED=0 TEST_STATUS=0 TEST_RUNNING=
	case ${1:-} in
	--list) test_list && exit 0 ;;
	--help) test_help && exit 0 ;;
	-*) die_usage "test: unknown option '$1'; there are --list and --help" ;;
	esac
	test_select "$@"
	setup_ensure
	mkdir -p "$TEST_DIR"
	test_awk_options
	trap test_stop INT TERM HUP
	if test_build; then
		for suite in $(test_suite_names); do
			[ -z "${TEST_SELECTION[$suite]:-}" ] || test_run_suite "$suite"
		done
	else
		test_fail build "nothing was tested"
	fi
	printf '%d passed, %d failed, %d skipped\n' "$TEST_PASSED" "$TEST_FAILED" "$TEST_SKIPPED"
	[ "$TEST_FAILED" -eq 0 ]
}
