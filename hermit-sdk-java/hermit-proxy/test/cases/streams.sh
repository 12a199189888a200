# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Standard input, output and error.

make_data() { # FILE MIB
	head -c "$2"M /dev/urandom >"$1"
}

test_file_through_the_isle() {
	make_data data 20
	"${bare_command[@]}" echo <data >copy || fail "status $?"
	cmp data copy || fail "not the same bytes"
}

test_pipe_through_the_isle() {
	make_data data 20
	cat data | "${bare_command[@]}" echo | cat >copy
	cmp data copy || fail "not the same bytes"
}

test_slow_reader() {
	make_data data 2
	"${bare_command[@]}" echo <data | for _ in $(seq 30); do head -c 100000; sleep 0.01; done >copy
	cmp data copy || fail "not the same bytes"
}

test_every_byte_value() {
	for i in $(seq 0 255); do printf '%b' "\\0$(printf %o "$i")"; done >data
	"${bare_command[@]}" echo <data >copy
	cmp data copy || fail "not the same bytes"
}

test_input_arrives_at_once() {
	mkfifo in
	"${bare_command[@]}" echo <in >out &
	exec 7>in
	printf 'first line\n' >&7
	until_true 5 grep -q 'first line' out || fail "nothing comes before the end of the input"
	exec 7>&-
	wait $! || fail "status $?"
}

test_named_pipe_without_writer_at_start() {
	mkfifo in
	printf 'gone\n' >in &
	exec 7<in
	wait $!
	run "${bare_command[@]}" echo <&7
	expect_status 0
	expect_text out gone
}

test_empty_input() {
	run "${bare_command[@]}" echo
	expect_status 0
	expect_text out ""
}

test_closed_input() {
	run "${bare_command[@]}" blob <&-
	expect_status 0
	expect_match out '^streams=tty:0 closed:1 '
}

test_closed_output() {
	status=0
	"${bare_command[@]}" flood 1 2000 5 >&- 2>err || status=$?
	expect_status 5
	expect_text err ""
}

test_closed_error() {
	status=0
	"${bare_command[@]}" flood 2 2000 6 >out 2>&- || status=$?
	expect_status 6
	expect_text out ""
}

test_all_closed() {
	status=0
	"${bare_command[@]}" exit 9 <&- >&- 2>&- || status=$?
	expect_status 9
}

test_output_and_error_stay_apart() {
	run "${bare_command[@]}" both
	expect_status 0
	expect_text err "stderr is not held up"
	[ "$(wc -c <out)" -eq 524288 ] || fail "$(wc -c <out) bytes"
	[ "$(tr -d o <out | wc -c)" -eq 0 ] || fail "other bytes than o"
}

test_blocked_output_does_not_hold_up_error() {
	mkfifo pipe
	"${bare_command[@]}" both >pipe 2>err &
	pid=$!
	exec 7<pipe
	until_true 5 grep -q 'not held up' err || fail "stderr waits for stdout"
	is_gone "$pid" && fail "the proxy did not wait for its reader"
	[ "$(cat <&7 | wc -c)" -eq 524288 ] || fail "output is lost"
	wait "$pid" || fail "status $?"
}

test_reader_that_leaves() {
	"${bare_command[@]}" flood 1 100000 2>err | head -c 10 >out
	status=${PIPESTATUS[0]}
	expect_status 141
	expect_text err ""
}

test_reader_that_leaves_is_noticed_without_a_write() {
	"${bare_command[@]}" reader 2>err | head -n 1 >out
	status=${PIPESTATUS[0]}
	expect_status 141
	expect_text err broken
}

test_full_disk() {
	status=0
	"${bare_command[@]}" log >/dev/full 2>err || status=$?
	expect_status 0 # wrote nothing there
	"${bare_command[@]}" flood 1 1 0 >/dev/full 2>err || status=$?
	expect_status 125
	expect_match err 'stdout: No space left on device'
}

test_stream_closed_by_the_program() {
	mkfifo pipe
	"${bare_command[@]}" close 1 >pipe 2>err &
	pid=$!
	timeout 10 cat <pipe >out || fail "the reader does not see the end"
	expect_text out "last words"
	is_gone "$pid" && fail "the proxy ended too early"
	kill -TERM "$pid"
	status=0
	wait "$pid" || status=$?
	expect_status 4
}

test_descriptors_stay_blocking() {
	mkfifo pipe
	cat pipe >/dev/null &
	exec 7>pipe
	"${bare_command[@]}" flood 1 10 >&7
	flags=$(sed -n 's/^flags:[[:space:]]*//p' /proc/$BASHPID/fdinfo/7)
	exec 7>&-
	[ $((flags & 04000)) -eq 0 ] || fail "O_NONBLOCK is left on the user's pipe"
}

test_descriptors_of_the_caller_are_not_inherited_by_qemu() {
	: >data-of-others
	exec 9<data-of-others
	start deaf
	for fd in "/proc/$qemu_pid/fd"/*; do
		[ "$(readlink "$fd")" != "$PWD/data-of-others" ] || fail "QEMU has a file of the caller"
	done
	kill -9 "$pid"
	finish 5
}
