#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The driver script: what it refuses, how it sets up, how it counts tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh
HERMIT=$PWD/hermit

check_no_command() {
	expect_status 2 "$HERMIT"
	expect_match 'the usage' 'Usage: ./hermit COMMAND' "$OUTPUT"
}

check_unknown_command() {
	expect_status 2 "$HERMIT" frobnicate
	expect 'the message' "hermit: unknown command 'frobnicate'; there are: demo test java jdk run package ps log kill jcmd qemu build setup help" "$OUTPUT"
}

check_help() {
	expect_status 0 "$HERMIT" help
	expect_match 'the commands' '^  demo ' "$OUTPUT"
	expect_status 0 "$HERMIT" run --help
	expect_status 0 "$HERMIT" test --help
	expect_status 0 "$HERMIT" --version
	expect_match 'a version' '^HermitCore for Java [0-9]+\.[0-9]+\.[0-9]+' "$OUTPUT"
}

check_extra_arguments() {
	local command
	for command in demo build setup; do
		expect_status 2 "$HERMIT" "$command" surplus
		expect_match 'the argument' "$command takes no arguments, got 'surplus'" "$OUTPUT"
	done
}

check_elsewhere() {
	expect_status 0 bash -c "cd / && '$HERMIT' help"
	ln -s "$HERMIT" "$TAP_SCRATCH/link"
	expect_status 0 "$TAP_SCRATCH/link" help
}

check_java_home() {
	expect_status 2 env JAVA_HOME=/nonexistent "$HERMIT" setup
	expect_match 'the value and the remedy' "JAVA_HOME='/nonexistent' is no JDK 17 or newer" "$OUTPUT"
}

# Runs a function of the driver with parts of it replaced: in_driver 'replacements' COMMAND.
in_driver() {
	bash -c "set -euo pipefail
		HERMIT_TOP='$TAP_SCRATCH/state'
		source .ci/lib/common.sh; source .ci/lib/setup.sh
		$1" 2>&1
}

check_setup_elsewhere() {
	# shellcheck disable=SC2016
	local fake='setup_needs() { echo "cmd:no-such-command|no-such-package|a test"; }'
	expect_status 2 in_driver "$fake; setup_is_debian() { return 1; }; setup_main"
	expect_match 'what is missing' 'no-such-command \(package no-such-package\): a test' "$OUTPUT"
	expect_match 'the remedy' 'install these; only Debian and Ubuntu' "$OUTPUT"
}

check_setup_unprivileged() {
	local fake='setup_needs() { echo "cmd:no-such-command|no-such-package|a test"; }; id() { echo 1000; }'
	fake+='; setup_is_debian() { return 0; }; type() { return 1; }'
	expect_status 2 in_driver "$fake; setup_main"
	expect_match 'the remedy' 'installing needs root' "$OUTPUT"
}

check_setup_failed() {
	local fake='setup_needs() { echo "cmd:no-such-command|no-such-package|a test"; }; id() { echo 0; }'
	fake+='; setup_is_debian() { return 0; }; setup_install() { echo installer says no; return 100; }'
	expect_status 1 in_driver "$fake; setup_main"
	expect_match 'the step and the log' "step 'setup' failed with status 100 .*log: .*setup.log" "$OUTPUT"
	expect_match 'the end of the log' 'installer says no' "$OUTPUT"
}

check_run_errors() {
	local file=$TAP_SCRATCH/script
	expect_status 2 "$HERMIT" run
	expect_match 'the remedy' "no PROGRAM given" "$OUTPUT"
	expect_status 2 "$HERMIT" run --no-such-option
	expect_match 'the option' "unknown option '--no-such-option'" "$OUTPUT"
	expect_status 2 "$HERMIT" run --cores
	expect_match 'the option' "option --cores needs a value" "$OUTPUT"
	expect_status 2 "$HERMIT" run no-such-program-anywhere
	expect_match 'the name' "no program 'no-such-program-anywhere' on PATH" "$OUTPUT"
	expect_status 2 "$HERMIT" run /no/such/file
	expect_match 'the name' "program '/no/such/file' does not exist" "$OUTPUT"
	printf '#!/bin/sh\n' >"$file"
	expect_status 2 "$HERMIT" run "$file"
	expect_match 'the name' "'$file' is not an executable file" "$OUTPUT"
	chmod +x "$file"
	expect_status 2 "$HERMIT" run "$file"
	expect_match 'the remedy' "'$file' is a script; run its interpreter" "$OUTPUT"
	printf '\177ELF\001\001\001\000' >"$file"
	expect_status 2 "$HERMIT" run "$file"
	expect_match 'the reason' "'$file' is not an x86-64 Linux executable" "$OUTPUT"
	expect_status 2 "$HERMIT" run --root /no/such/image /bin/true
	expect_match 'the image' "root image '/no/such/image' does not exist" "$OUTPUT"
}

# refuse_qemu WHAT OPTIONS… — before anything is built or started.
refuse_qemu() {
	local what=$1
	shift
	expect_status 2 "$HERMIT" qemu "$@"
	expect_match 'the reason and the remedy' "$what" "$OUTPUT"
}

check_qemu_errors() {
	expect_status 0 "$HERMIT" qemu --help
	refuse_qemu "unknown option '--core'; 'qemu --help' lists them" --core 3
	refuse_qemu "'hello' is no option; a COMMAND follows --: ./hermit qemu -- hello" hello
	refuse_qemu 'no COMMAND after --; without --, a shell is started' --
	refuse_qemu 'option --memory needs a value' --memory
	refuse_qemu "--cores '0' is not allowed; allowed: a whole number from 1 to 64" --cores 0
	refuse_qemu "--cores '65' is not allowed" --cores 65
	refuse_qemu "--nodes 'two' is not allowed; allowed: a whole number from 1 to 16" --nodes two
	refuse_qemu "--limit '1.5' is not allowed" --limit 1.5
	refuse_qemu "--gdb '65536' is not allowed; allowed: a whole number from 1 to 65535" --gdb 65536
	refuse_qemu "--memory '4' is not allowed; allowed: a whole number with suffix M or G" --memory 4
	refuse_qemu "--memory '99999999G' is not allowed" --memory 99999999G
	refuse_qemu 'cannot be shared by --nodes 2; choose at least 512M' --memory 511M
	refuse_qemu 'cores 10 cannot be shared equally by --nodes 3; choose a multiple of 3' --nodes 3
	refuse_qemu "--kernel '/no/such/file' cannot be read" --kernel /no/such/file
	refuse_qemu '--debug is for our kernel, --kernel names another' --debug --kernel hermit
	HERMIT_QEMU=/no/such/emulator refuse_qemu 'HERMIT_QEMU=/no/such/emulator is no program' -- true
}

check_test_errors() {
	expect_status 2 "$HERMIT" test --no-such-option
	expect_status 2 "$HERMIT" test no-such-test
	expect_match 'the name' "no suite and no test 'no-such-test'" "$OUTPUT"
}

# A copy of the driver with suites of its own: the results of `test` must follow from what they print.
make_fake_driver() {
	local top=$TAP_SCRATCH/fake
	rm -rf "$top"
	mkdir -p "$top"
	cp -r hermit .ci "$top/"
	cat >"$top/.ci/lib/suites.sh"
	printf '%s\n' "$top/hermit"
}

# check_count EXPECTED-LAST-LINE STATUS TAP — one suite that prints TAP.
check_count() {
	local expected=$1 status=$2 fake
	printf '%s\n' "$3" >"$TAP_SCRATCH/tap"
	fake=$(make_fake_driver <<-END
		test_suites() { echo "fake|nothing|5|a test of the driver"; }
		suite_fake() { cat '$TAP_SCRATCH/tap'; ${4:-true}; }
	END
	)
	expect_status "$status" "$fake" test
	expect 'the last line' "$expected" "$(tail -n 1 <<<"$OUTPUT")"
}

check_count_passed() {
	check_count '2 passed, 0 failed, 1 skipped' 0 $'TAP version 13\n1..3\nok 1 - a\nok 2 - b # SKIP not here\nok 3 - c # 0.1 s'
}

check_count_failed() {
	check_count '1 passed, 1 failed, 0 skipped' 1 $'1..2\nok 1 - a\nnoise\nnot ok 2 - b\n# because'
	expect_match 'the failed test' '^  FAIL fake/b' "$OUTPUT"
	expect_match 'what it printed before' '^	noise' "$OUTPUT"
	expect_match 'its diagnostics' '^	# because' "$OUTPUT"
}

check_count_short() {
	check_count '1 passed, 1 failed, 0 skipped' 1 $'1..2\nok 1 - a'
	expect_match 'the reason' 'announced 2 tests, ran 1' "$OUTPUT"
}

check_count_nothing() {
	check_count '0 passed, 1 failed, 0 skipped' 1 'no TAP at all'
	expect_match 'the reason' 'ran no test' "$OUTPUT"
}

check_count_bail_out() {
	check_count '1 passed, 1 failed, 0 skipped' 1 $'ok 1 - a\nBail out! no disk'
}

check_count_status() {
	check_count '1 passed, 1 failed, 0 skipped' 1 $'1..1\nok 1 - a' 'exit 3'
	expect_match 'the reason' 'ended with status 3, though no test failed' "$OUTPUT"
}

check_count_skipped_suite() {
	check_count '0 passed, 0 failed, 1 skipped' 0 '1..0 # SKIP nothing to test here'
}

check_time_limit() {
	local fake started=$SECONDS
	fake=$(make_fake_driver <<-'END'
		test_suites() { echo "fake|nothing|1|a test of the driver"; }
		suite_fake() { echo 'ok 1 - a'; sleep 300; }
	END
	)
	expect_status 1 "$fake" test
	expect 'the last line' '1 passed, 1 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	expect_match 'the reason' 'still running after 1 s' "$OUTPUT"
	[ $((SECONDS - started)) -lt 60 ]
}

check_selection() {
	local fake
	fake=$(make_fake_driver <<-'END'
		test_suites() { printf 'one|nothing|5|first\ntwo|nothing|5|second\n'; }
		fake() {
			if [ "${1:-}" = --list ]; then printf '%s\n' $NAMES; exit; fi
			[ $# -gt 0 ] || set -- $NAMES
			for name in "$@"; do echo "ok - $name"; done
		}
		suite_one() { NAMES='a common' fake "$@"; }
		suite_two() { NAMES='b/c common' fake "$@"; }
	END
	)
	expect_status 0 "$fake" test --list
	expect 'the list' $'one/a\none/common\ntwo/b/c\ntwo/common' "$OUTPUT"
	expect_status 0 "$fake" test
	expect 'all' '4 passed, 0 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	expect_status 0 "$fake" test two
	expect 'a suite' '2 passed, 0 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	expect_status 0 "$fake" test c one/a
	expect 'two tests' '2 passed, 0 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	expect_status 2 "$fake" test common
	expect_match 'the candidates' "means several tests, name one: one/common two/common" "$OUTPUT"
}

# The first suite waits for the second, so they run at the same time; what they print comes in the table's order.
check_lanes() {
	local fake
	fake=$(make_fake_driver <<-END
		test_suites() { printf 'one|nothing|20|first\ntwo|nothing|20|second\n'; }
		suite_one() { until [ -e '$TAP_SCRATCH/two-ran' ]; do sleep 0.1; done; echo 'ok - a'; }
		suite_two() { : >'$TAP_SCRATCH/two-ran'; echo 'not ok - b'; }
	END
	)
	expect_status 1 env HERMIT_TEST_LANES=2 "$fake" test
	expect 'the last line' '1 passed, 1 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	expect 'the order' $'one: first\n  ok   one/a' "$(head -n 2 <<<"$OUTPUT")"
	expect_match 'the second' '^  FAIL two/b' "$OUTPUT"
	expect_status 2 env HERMIT_TEST_LANES=many "$fake" test
	expect_match 'the value' "HERMIT_TEST_LANES='many': how many suites run side by side, 1 to 99" "$OUTPUT"
}

# What needs the result of a build waits while a suite builds it anew; others do not.
check_lane_that_builds() {
	local fake
	fake=$(make_fake_driver <<-END
		build_all() { :; }
		test_suites() { printf 'one|maven|20|first\ntwo|all|20|second\nthree|nothing|20|third\n'; }
		suite_one() {
			until [ -e '$TAP_SCRATCH/three-ran' ]; do sleep 0.1; done
			sleep 1
			[ ! -e '$TAP_SCRATCH/two-began' ] && echo 'ok - a'
		}
		suite_two() { : >'$TAP_SCRATCH/two-began'; echo 'ok - b'; }
		suite_three() { : >'$TAP_SCRATCH/three-ran'; echo 'ok - c'; }
	END
	)
	expect_status 0 env HERMIT_TEST_LANES=3 "$fake" test
	expect 'the last line' '3 passed, 0 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
}

# What needs Linux waits for its build, and is left out where that fails.
check_lane_that_needs_linux() {
	local fake
	fake=$(make_fake_driver <<-END
		multikernel_build() { :; }
		test_suites() { printf 'one|multikernel|20|first\ntwo|nothing|20|second\n'; }
		suite_one() { [ -e '$TAP_SCRATCH/two-ran' ] && echo 'ok - a'; }
		suite_two() { : >'$TAP_SCRATCH/two-ran'; echo 'ok - b'; }
	END
	)
	mkdir -p "${fake%/*}/linux-patches/6.1"
	cat >"${fake%/*}/linux-patches/6.1/build.sh" <<-END
		#!/bin/sh
		echo 'no space left'
		until [ -e '$TAP_SCRATCH/two-ran' ]; do sleep 0.1; done
		exit \$BUILT
	END
	chmod +x "${fake%/*}/linux-patches/6.1/build.sh"
	expect_status 0 env BUILT=0 "$fake" test
	expect 'the last line' '2 passed, 0 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
	rm "$TAP_SCRATCH/two-ran"
	expect_status 1 env BUILT=3 "$fake" test
	expect_match 'the reason' 'FAIL linux-build: status 3' "$OUTPUT"
	expect_match 'its log' 'no space left' "$OUTPUT"
	expect 'the last line' '1 passed, 1 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
}

check_lane_dies() {
	local fake
	fake=$(make_fake_driver <<-'END'
		test_suites() { printf 'one|nothing|20|first\ntwo|nothing|20|second\n'; }
		suite_one() { kill -KILL "$(ps -o ppid= -p "$(ps -o ppid= -p $$ | tr -d ' ')" | tr -d ' ')"; sleep 1; }
		suite_two() { echo 'ok - b'; }
	END
	)
	expect_status 1 env HERMIT_TEST_LANES=1 "$fake" test
	expect_match 'the reason' 'FAIL one/lane: the process that ran it ended without a result' "$OUTPUT"
	expect 'the last line' '1 passed, 1 failed, 0 skipped' "$(tail -n 1 <<<"$OUTPUT")"
}

# Two steps under the same lock never overlap.
check_lock() {
	local file=$TAP_SCRATCH/locked
	export HERMIT_TOP=$TAP_SCRATCH/state FILE=$file
	# shellcheck disable=SC2016
	local script='set -euo pipefail; source .ci/lib/common.sh
		critical() { [ ! -e "$FILE" ] || echo overlap >>"$FILE.errors"; : >"$FILE"; sleep 0.3; rm "$FILE"; }
		locked build critical'
	bash -c "$script" & bash -c "$script" & bash -c "$script" &
	wait
	[ ! -e "$file.errors" ]
}

tap_begin "$@"
tap_test no-command check_no_command
tap_test unknown-command check_unknown_command
tap_test help check_help
tap_test extra-arguments check_extra_arguments
tap_test from-elsewhere check_elsewhere
tap_test java-home check_java_home
tap_test setup-elsewhere check_setup_elsewhere
tap_test setup-unprivileged check_setup_unprivileged
tap_test setup-failed check_setup_failed
tap_test run-errors check_run_errors
tap_test qemu-errors check_qemu_errors
tap_test test-errors check_test_errors
tap_test count-passed check_count_passed
tap_test count-failed check_count_failed
tap_test count-short check_count_short
tap_test count-nothing check_count_nothing
tap_test count-bail-out check_count_bail_out
tap_test count-status check_count_status
tap_test count-skipped-suite check_count_skipped_suite
tap_test time-limit check_time_limit
tap_test selection check_selection
tap_test lanes check_lanes
tap_test lane-that-builds check_lane_that_builds
tap_test lane-that-needs-linux check_lane_that_needs_linux
tap_test lane-dies check_lane_dies
tap_test lock check_lock
tap_end
