# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Signals, terminals, and what is left when the proxy ends.

# A shell's background jobs ignore INT and QUIT: so reset them first.
with_default_signals() {
	env "--default-signal=INT,QUIT" "$@"
}

start_default() {
	local plain=("${bare_command[@]}")
	bare_command=(env "--default-signal=INT,QUIT" "${plain[@]}")
	start "$@"
	bare_command=("${plain[@]}")
}

test_each_signal_reaches_the_program() {
	start_default signals 6
	for signal in HUP:1 INT:2 QUIT:3 USR1:10 USR2:12 TERM:15; do
		kill "-${signal%:*}" "$pid"
		until_true 5 grep -q "^signal ${signal#*:}$" out || fail "$signal does not arrive"
	done
	finish 5
	expect_status 0
}

# A shell's background job ignores INT and QUIT from the start; a program that has a handler gets them all the same.
test_ignored_signals_are_the_programs_business() {
	start signals 5
	for signal in 2 3 2 2; do
		kill "-$signal" "$pid"
		sleep 0.1
	done
	kill -TERM "$pid"
	finish 5
	expect_status 0
	expect_match out '^signal 2$'
	expect_match out '^signal 3$'
	expect_match out '^signal 15$'
}

test_program_is_told_what_is_ignored() {
	run env --default-signal --ignore-signal=HUP,QUIT "${bare_command[@]}" blob
	expect_status 0
	expect_match out '^ignored=0x5$'
}

test_ignored_signal_does_not_end_the_boot() {
	"${bare_command[@]}" hang >out 2>err </dev/null & # a background job: INT is ignored
	pid=$!
	until_true 10 eval '[ -n "$(children "$pid")" ]' || fail "no QEMU"
	qemu_pid=$(children "$pid")
	qemu_pid=${qemu_pid% }
	kill -INT "$pid"
	sleep 0.5
	is_gone "$pid" && fail "ended by a signal that it ignores"
	kill -TERM "$pid"
	finish 5
	expect_status 143
}

test_third_term_ends_a_deaf_isle() {
	start deaf
	kill -TERM "$pid"
	sleep 0.1
	kill -TERM "$pid"
	sleep 0.1
	is_gone "$pid" && fail "ended too early"
	kill -TERM "$pid"
	finish 5
	expect_status 143
}

test_isle_that_answers_is_not_given_up() {
	start signals 5
	for i in 1 2 3 4 5; do
		kill -TERM "$pid"
		until_true 5 test "$(grep -c '^signal' out)" -ge "$i" || sleep 0.1
	done
	finish 5
	expect_status 0
}

# Where a program may leave files: TMPDIR and HOME, both ours alone.
files() {
	find "$TMPDIR" "$HOME" | sort
}

test_kill_9_leaves_nothing() {
	export TMPDIR=$PWD/tmp
	mkdir tmp
	before=$(files)
	start deaf
	kill -9 "$pid"
	until_true 2 is_gone "$qemu_pid" || fail "QEMU is left behind"
	[ "$before" = "$(files)" ] || fail "files are left behind: $(files)"
}

test_kill_9_while_booting_leaves_nothing() {
	start_silent hang
	kill -9 "$pid"
	until_true 2 is_gone "$qemu_pid" || fail "QEMU is left behind"
}

test_normal_end_leaves_nothing() {
	export TMPDIR=$PWD/tmp
	mkdir tmp
	before=$(files)
	run "${bare_command[@]}" exit 0
	[ "$before" = "$(files)" ] || fail "files are left behind: $(files)"
}

test_death_of_qemu_is_noticed() {
	start deaf
	kill -9 "$qemu_pid"
	finish 5
	expect_status 125
	expect_match err 'QEMU was ended by signal 9'
}

test_stop_and_continue() {
	start_default signals 1
	kill -TSTP "$pid"
	until_true 5 is_state "$pid" T || fail "the proxy does not stop"
	until_true 5 is_state "$qemu_pid" T || fail "QEMU does not stop"
	kill -CONT "$pid"
	until_true 5 is_state "$qemu_pid" S || fail "QEMU does not go on"
	kill -TERM "$pid"
	finish 5
	expect_status 0
}

test_qemu_has_a_session_of_its_own() {
	start deaf
	mine=$(sed 's/.*) . [0-9]* [0-9]* \([0-9]*\) .*/\1/' "/proc/$pid/stat")
	its=$(sed 's/.*) . [0-9]* [0-9]* \([0-9]*\) .*/\1/' "/proc/$qemu_pid/stat")
	kill -9 "$pid"
	[ "$mine" != "$its" ] || fail "the same session"
	[ "$its" = "$qemu_pid" ] || fail "not the leader of its session"
}

test_output_that_is_not_read_can_be_interrupted() {
	mkfifo pipe
	env --default-signal=INT "${bare_command[@]}" flood 1 200 >pipe 2>err &
	pid=$!
	exec 7<pipe
	until_true 5 has_child "$pid" || fail "no QEMU"
	qemu_pid=$(children "$pid")
	qemu_pid=${qemu_pid% }
	until_true 5 is_gone "$qemu_pid" || fail "QEMU is left running while output waits"
	is_gone "$pid" && fail "the proxy does not wait for its reader"
	kill -INT "$pid"
	finish 5
	expect_status 130
}

# on_terminal COMMAND: runs it by sh on a terminal of its own, what it prints goes to the file typescript.
on_terminal() {
	command -v script >/dev/null || skip "needs script (package bsdutils)"
	timeout 30 script -qefc "$*" typescript >/dev/null
}

quoted() {
	printf '%q ' "${bare_command[@]}" "$@"
}

test_terminal_is_told() {
	on_terminal "stty rows 33 cols 77; $(quoted blob)" </dev/null
	expect_match typescript '^streams=tty:7 closed:0 33x77'
}

test_output_and_error_may_differ() {
	on_terminal "stty rows 33 cols 77; $(quoted blob) >out" </dev/null
	expect_match out '^streams=tty:5 closed:0 33x77'
}

until_listening='until grep -q listening typescript; do sleep 0.1; done'

test_new_window_size_arrives() {
	on_terminal "stty rows 5 cols 34; $(quoted signals 1) & $until_listening; stty rows 12; wait" </dev/null
	expect_match typescript '^window 12x34'
}

test_interrupt_from_terminal_reaches_the_program_once() {
	mkfifo keys
	on_terminal "exec $(quoted signals 1)" <keys & # a shell in the terminal's foreground would be interrupted too
	exec 7>keys
	until_true 10 grep -q listening typescript || fail "the isle does not come up"
	printf '\003' >&7
	wait $! || fail "status $?"
	expect_match typescript 'signal 2'
	[ "$(grep -c "signal [0-9]" typescript)" -eq 1 ] || fail "more than one signal"
}

test_background_on_terminal_is_not_stopped() {
	on_terminal "set -m; $(quoted signals 1) & $until_listening;" \
		"sleep 0.3; ps -o stat= -p \$! >state; kill -TERM \$!; wait \$!" </dev/null
	expect_match typescript '^signal 15'
	expect_no_match state '^T'
}
