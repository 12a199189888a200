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
	printf '\nHERMIT_TEST_LANES=N runs N suites side by side (default: the number of cores).\n'
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
	[ -z "${needs[multikernel]:-}" ] || test_start_linux || return
	# each in a subshell, whose `exit` is a failed build and not the end of the tests
	if [ -n "${needs[libc]:-}" ]; then (build_for_c) || return; fi
	if [ -n "${needs[native]:-}" ]; then (build_for_run) || return; fi
	if [ -n "${needs[all]:-}${needs[maven]:-}" ]; then (build_all) || return; fi
	if [ -n "${needs[multikernel]:-}" ]; then (multikernel_build); fi
}

# Linux takes long to build, and only one suite needs it: beside the other suites, and from the beginning, lest this suite
# run last and alone. TEST_LINUX is the process.
test_start_linux() {
	setup_ensure multikernel
	mkdir -p "$LOG_DIR"
	"$HERMIT_TOP/linux-patches/6.1/build.sh" >"$LOG_DIR/linux.log" 2>&1 </dev/null &
	TEST_LINUX=$!
}

# test_finish_linux — its process has ended.
test_finish_linux() {
	local status=0
	wait "$TEST_LINUX" || status=$?
	TEST_LINUX=
	[ "$status" -ne 0 ] || return 0
	TEST_NO_LINUX=1
	tail -n 30 "$LOG_DIR/linux.log"
	test_fail linux-build "status $status; log: $(relative "$LOG_DIR/linux.log")"
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

# Runs one suite in a process group of its own under its time limit; its output goes through tap.awk. A lane's subshell:
# what it counts goes to a file.
test_run_suite() {
	local suite=$1 limit pid reader started=$SECONDS names=()
	local result=$TEST_DIR/$suite.result pipe=$TEST_DIR/$suite.pipe passed=0 failed=0 skipped=0
	TEST_FAILED=0 TEST_STATUS=0 TEST_RUNNING=
	trap 'test_stop_suite' INT TERM HUP
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
	if [ "$TEST_STATUS" -ne 0 ] && [ $((failed + TEST_FAILED)) -eq 0 ]; then
		test_fail "$suite/status" "the suite ended with status $TEST_STATUS, though no test failed"
	elif [ ! -f "$result" ]; then
		test_fail "$suite/output" "its output could not be read to the end"
	fi
	failed=$((failed + TEST_FAILED))
	printf '%s: %d passed, %d failed, %d skipped in %d s\n\n' "$suite" "$passed" "$failed" "$skipped" $((SECONDS - started))
	printf '%d %d %d\n' "$passed" "$failed" "$skipped" >"$TEST_DIR/$suite.counts"
	rm -f "$pipe"
}

test_stop_suite() {
	[ -z "$TEST_RUNNING" ] || kill -TERM "$TEST_RUNNING" 2>/dev/null || true
	exit 130
}

test_stop() {
	local pid
	for pid in "${TEST_LANES[@]}" $TEST_LINUX; do
		kill -TERM "$pid" 2>/dev/null || true
	done
	note "test: interrupted by a signal"
	exit 130
}

# How many suites run side by side: an isle under emulation, which most wait for, keeps one core busy.
test_lane_count() {
	local lanes=${HERMIT_TEST_LANES:-$(nproc)}
	[[ $lanes =~ ^[1-9][0-9]?$ ]] || die_usage "HERMIT_TEST_LANES='$lanes': how many suites run side by side, 1 to 99"
	printf '%s\n' "$lanes"
}

# test_start SUITE — in a lane of its own; what it prints goes to a file, from which test_show takes it in the order of
# the table.
test_start() {
	local suite=$1
	rm -f "$TEST_DIR/$suite.counts"
	: >"$TEST_DIR/$suite.out"
	test_run_suite "$suite" >"$TEST_DIR/$suite.out" 2>&1 &
	TEST_LANES[$suite]=$!
}

# test_show SUITE — what is new of its output.
test_show() {
	local file=$TEST_DIR/$1.out size
	size=$(stat -c %s "$file")
	[ "$size" -gt "$TEST_SHOWN" ] || return 0
	tail -c +$((TEST_SHOWN + 1)) "$file" | head -c $((size - TEST_SHOWN))
	TEST_SHOWN=$size
}

# test_finish SUITE — its process has ended.
test_finish() {
	local suite=$1 passed=0 failed=0 skipped=0
	wait "${TEST_LANES[$suite]}" || true
	unset "TEST_LANES[$suite]"
	TEST_DONE[$suite]=1
	if [ -f "$TEST_DIR/$suite.counts" ]; then
		read -r passed failed skipped <"$TEST_DIR/$suite.counts"
	else
		test_fail "$suite/lane" "the process that ran it ended without a result"
	fi
	TEST_PASSED=$((TEST_PASSED + passed))
	TEST_FAILED=$((TEST_FAILED + failed))
	TEST_SKIPPED=$((TEST_SKIPPED + skipped))
}

# test_may_start SUITE — there is a lane for it, what it needs is built, and nobody builds that anew or needs what it
# builds anew itself.
test_may_start() {
	local needs other others
	[ ${#TEST_LANES[@]} -lt "$TEST_LANE_COUNT" ] || return
	needs=$(test_field "$1" 2)
	[ "$needs" != multikernel ] || [ -z "$TEST_LINUX" ] || return
	for other in "${!TEST_LANES[@]}"; do
		others=$(test_field "$other" 2)
		case $needs:$others in
		maven:all | maven:multikernel | all:maven | multikernel:maven) return 1 ;;
		esac
	done
}

# test_start_some SUITE… — those that may start, in this order; TEST_WAITING are the others. Without a Linux, what needs it
# is not run.
test_start_some() {
	local suite
	TEST_WAITING=()
	for suite in "$@"; do
		if [ -n "$TEST_NO_LINUX" ] && [ "$(test_field "$suite" 2)" = multikernel ]; then
			TEST_DONE[$suite]=1
		elif test_may_start "$suite"; then
			test_start "$suite"
		else
			TEST_WAITING+=("$suite")
		fi
	done
}

# test_show_finished — the outputs to the end, up to the first suite that waits or runs, and that one as far as it is.
test_show_finished() {
	while [ "$TEST_FIRST" -lt ${#TEST_SUITES[@]} ]; do
		[ ! -f "$TEST_DIR/${TEST_SUITES[TEST_FIRST]}.out" ] || test_show "${TEST_SUITES[TEST_FIRST]}"
		[ -n "${TEST_DONE[${TEST_SUITES[TEST_FIRST]}]:-}" ] || return 0
		TEST_FIRST=$((TEST_FIRST + 1)) TEST_SHOWN=0
	done
}

# test_run SUITE… — so many at a time as there are lanes.
test_run() {
	local suite
	TEST_SUITES=("$@") TEST_WAITING=("$@") TEST_FIRST=0
	TEST_LANE_COUNT=$(test_lane_count) || exit
	rm -f "$TEST_DIR"/*.out
	while [ "$TEST_FIRST" -lt $# ]; do
		test_start_some "${TEST_WAITING[@]}"
		sleep 0.2
		for suite in "${!TEST_LANES[@]}"; do
			kill -0 "${TEST_LANES[$suite]}" 2>/dev/null || test_finish "$suite"
		done
		[ -z "$TEST_LINUX" ] || kill -0 "$TEST_LINUX" 2>/dev/null || test_finish_linux
		test_show_finished
	done
}

# mawk, Debian's awk, reads whole buffers unless told otherwise: lines would be shown minutes late.
test_awk_options() {
	TEST_AWK_OPTIONS=()
	if awk -W version </dev/null 2>&1 | grep -q '^mawk'; then
		TEST_AWK_OPTIONS=(-W interactive)
	fi
}

test_main() {
	local suite suites=()
	declare -gA TEST_SELECTION=() TEST_LANES=() TEST_DONE=()
	TEST_PASSED=0 TEST_FAILED=0 TEST_SKIPPED=0 TEST_SHOWN=0 TEST_LINUX='' TEST_NO_LINUX=''
	case ${1:-} in
	--list) test_list && exit 0 ;;
	--help) test_help && exit 0 ;;
	-*) die_usage "test: unknown option '$1'; there are --list and --help" ;;
	esac
	test_select "$@"
	setup_ensure
	mkdir -p "$TEST_DIR"
	test_awk_options
	test_lane_count >/dev/null
	trap test_stop INT TERM HUP
	trap 'kill $TEST_LINUX 2>/dev/null || true' EXIT
	if test_build; then
		for suite in $(test_suite_names); do
			[ -z "${TEST_SELECTION[$suite]:-}" ] || suites+=("$suite")
		done
		test_run "${suites[@]}"
	else
		test_fail build "nothing was tested"
	fi
	printf '%d passed, %d failed, %d skipped\n' "$TEST_PASSED" "$TEST_FAILED" "$TEST_SKIPPED"
	[ "$TEST_FAILED" -eq 0 ]
}
