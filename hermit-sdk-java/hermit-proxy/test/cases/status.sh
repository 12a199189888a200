# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Exit statuses, and isles that fail.

test_exit_status() {
	for expected in 0 1 7 255; do
		run "${bare_command[@]}" exit "$expected"
		expect_status "$expected"
	done
	expect_text err ""
}

test_exit_by_signal() {
	run "${bare_command[@]}" exit 0 9
	expect_status 137
	run "${bare_command[@]}" exit 0 15
	expect_status 143
}

test_exit_before_hello_is_an_error() {
	run "${bare_command[@]}" early-exit 0
	expect_status 125
	expect_match err 'breaks the protocol'
}

test_panic_shows_reason_and_tail_of_log() {
	run "${bare_command[@]}" panic
	expect_status 125
	expect_match err 'the isle ended without an exit status \(QEMU ended with status 0\)'
	expect_match err '^panic: the fake kernel gives up$'
	[ "$(tail -n 1 err)" = "  at fake_do_panic" ] || fail "the log does not end as it should: $(tail -n 1 err)"
	[ "$(wc -l <err)" -lt 80 ] || fail "more than the tail of the log"
}

test_panic_while_booting() {
	run "${bare_command[@]}" early-panic
	expect_status 125
	expect_match err 'the isle ended before its kernel was up'
	expect_match err '^panic: '
}

test_crash_of_qemu() {
	run "${bare_command[@]}" crash
	expect_status 125
	expect_match err 'QEMU was ended by signal 11'
	expect_match err '^fakeqemu: about to crash$'
	expect_match err '^last line of the log$'
}

test_verbose_log_is_not_shown_twice() {
	HERMIT_VERBOSE=1 run "${bare_command[@]}" crash
	expect_status 125
	[ "$(grep -c '^last line of the log' err)" -eq 1 ] || fail "the log is there $(grep -c 'last line' err) times"
	[ "$(grep -c '^fakeqemu: about to crash' err)" -eq 1 ] || fail "QEMU's message is there more than once"
}

test_verbose_copies_the_log() {
	HERMIT_VERBOSE=1 run "${bare_command[@]}" log
	expect_status 0
	expect_match err '^a line of the log$'
	expect_match err '^a line of stderr$'
	run "${bare_command[@]}" log
	expect_text err "a line of stderr"
}

test_broken_protocol() {
	run "${bare_command[@]}" frame 77 0 0
	expect_status 125
	expect_match err 'breaks the protocol \(type 77, stream 0, length 0\)'
	run "${bare_command[@]}" frame 5 3 10 # DATA of a stream that is none
	expect_status 125
	run "${bare_command[@]}" frame 5 1 40000 # longer than a frame may be
	expect_status 125
	expect_match err 'length 40000'
	run "${bare_command[@]}" frame 2 0 3 # EXIT with too short a message
	expect_status 125
}

test_other_version_of_channel() {
	run "${bare_command[@]}" version 9
	expect_status 125
	expect_match err 'version 9 of the channel, this proxy version 2'
}

test_more_output_than_credit() {
	mkfifo pipe
	# shellcheck disable=SC2217 # it only keeps the pipe open
	sleep 20 <pipe &
	reader=$!
	status=0
	"${bare_command[@]}" greedy >pipe 2>err || status=$?
	kill "$reader"
	expect_status 125
	expect_match err 'breaks the protocol \(type 5, stream 1'
}

test_isle_that_never_comes_up_ends_by_signal() {
	start_silent hang
	kill -TERM "$pid"
	finish 5
	expect_status 143
}
