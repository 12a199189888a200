# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# The control socket, the socket for the JDK's tools, and ps, log, kill.

talk=$target/test/talk
controls=$XDG_RUNTIME_DIR/hermit

# ask REQUEST: the running isle's answer into the file answer.
ask() {
	timeout 10 "$talk" -k "$controls/$pid" <<<"$1" >answer || fail "no answer to $1"
}

end_isle() {
	kill -TERM "$pid"
	finish 5
	[ ! -e "$controls/$pid" ] || fail "its socket is left behind"
	[ ! -e "/tmp/.java_pid$pid" ] || fail "its socket for tools is left behind"
}

test_control_status() {
	export HERMIT_MEM=256M HERMIT_CORES=3 HERMIT_IP=192.168.28.9
	before=$(date +%s)
	start jvm $'two\nlines'
	ask status
	expect_match answer '^name=fake$'
	expect_match answer '^program=/fake$'
	expect_match answer '^arguments=jvm two\\nlines$'
	expect_match answer "^pid=$pid\$"
	expect_match answer '^address=192.168.28.9$'
	expect_match answer '^cores=3$'
	expect_match answer '^memory=268435456$'
	expect_match answer '^kernel=1.2$'
	expect_match answer '^state=running$'
	expect_match answer '^caught=QUIT,TERM$'
	began=$(sed -n 's/^start=//p' answer)
	[ "$began" -ge "$before" ] && [ "$began" -le "$(date +%s)" ] || fail "start=$began"
	end_isle
}

test_control_while_booting() {
	start_silent hang
	until_true 5 test -S "$controls/$pid" || fail "no socket"
	ask status
	expect_match answer '^state=booting$'
	ask log
	expect_match answer '^error: the isle is booting'
	ask attach
	expect_match answer '^error: no JVM'
	ask 'kill TERM'
	expect_text answer ok
	finish 5
	expect_status 143
}

test_control_log() {
	start jvm
	ask log
	expect_text answer $'first line of the log\nsecond line'
	"$proxy" log "$pid" >shown || fail "status $?"
	cmp answer shown || fail "another log"
	end_isle
}

test_control_log_follows() {
	start jvm
	"$proxy" log "$pid" -f >shown &
	follower=$!
	until_true 5 grep -q second shown || fail "no log"
	is_gone "$follower" && fail "it does not go on"
	end_isle
	until_true 5 is_gone "$follower" || fail "it goes on after the isle's end"
}

test_control_kill() {
	start jvm
	ask 'kill USR1'
	expect_text answer ok
	until_true 5 grep -q '^signal 10$' out || fail "USR1 does not arrive"
	for signal in SIGUSR2:12 42:42 hup:1; do
		"$proxy" kill "-${signal%:*}" fake || fail "kill -${signal%:*}: status $?"
		until_true 5 grep -q "^signal ${signal#*:}$" out || fail "$signal does not arrive"
	done
	ask 'kill NOSUCH'
	expect_match answer '^error: NOSUCH: no such signal$'
	ask 'kill STOP'
	expect_match answer "^error: .*kill -TSTP $pid"
	"$proxy" kill "$pid" || fail "status $?"
	finish 5
	expect_status 143
}

test_control_kill_9() {
	start deaf
	"$proxy" kill -KILL fake || fail "status $?"
	finish 5
	expect_status 137
	[ ! -e "$controls/$pid" ] || fail "its socket is left behind"
}

test_control_attach() {
	start jvm
	{
		echo attach
		head -c 3000000 /dev/zero | tr '\0' a
	} | timeout 20 "$talk" "$controls/$pid" >answer || fail "status $?"
	[ "$(head -c 3 answer)" = ok ] || fail "no ok: $(head -c 100 answer)"
	[ "$(tail -c +4 answer | tr -d a | wc -c)" -eq 0 ] || fail "other bytes"
	[ "$(wc -c <answer)" -eq 3000003 ] || fail "$(wc -c <answer) bytes"
	end_isle
}

test_control_attach_many_times() {
	start jvm
	for i in $(seq 60); do
		printf 'attach\nnumber %s' "$i" | timeout 10 "$talk" "$controls/$pid" >answer || fail "$i: status $?"
		expect_text answer $'ok\n'"number $i"
	done
	[ "$(grep -c 'asked to attach' out)" -eq 1 ] || fail "asked more than once"
	end_isle
}

test_control_attach_refused() {
	start jvm mute
	ask attach
	expect_match answer '^error: the JVM does not listen for tools'
	end_isle
}

test_control_attach_needs_a_jvm() {
	start signals 1
	ask attach
	expect_match answer '^error: no JVM'
	end_isle
}

test_control_bad_requests() {
	start jvm
	for request in '' nonsense 'status now' 'kill' 'kill ' "log  follow"; do
		ask "$request"
		expect_match answer '^error: '
	done
	head -c 5000 /dev/zero | tr '\0' x | timeout 10 "$talk" "$controls/$pid" >answer 2>talk-err
	[ ! -s answer ] || fail "an answer to a line that is too long: $(head -c 100 answer)"
	printf 'stat' | timeout 10 "$talk" "$controls/$pid" >answer || fail "half a line: status $?"
	[ ! -s answer ] || fail "an answer to half a line"
	(printf 'sta' && sleep 0.2 && printf 'tus\n') | timeout 10 "$talk" -k "$controls/$pid" >answer
	expect_match answer '^state=running$'
	end_isle
}

test_control_many_clients() {
	start jvm
	clients=()
	for i in $(seq 60); do
		timeout 20 "$talk" -k "$controls/$pid" <<<status >"answer$i" &
		clients+=($!)
	done
	for i in $(seq 60); do
		wait "${clients[i - 1]}" || fail "client $i: status $?"
		expect_match "answer$i" '^state=running$'
	done
	end_isle
}

# As many as there is room for say nothing: they are sent away after a while, and the isle goes on meanwhile.
test_control_silent_clients() {
	mkfifo silence
	exec 7<>silence
	start jvm
	clients=()
	for i in $(seq 16); do
		"$talk" -k "$controls/$pid" <silence >/dev/null &
		clients+=($!)
	done
	sleep 0.3
	kill -USR1 "$pid"
	until_true 2 grep -q '^signal 10$' out || fail "the isle is held up"
	ask status
	expect_match answer '^state=running$'
	for client in "${clients[@]}"; do
		until_true 10 is_gone "$client" || fail "a silent client stays"
	done
	end_isle
}

# A client that sends and never reads, and whose bytes come back: its memory is bounded, and nobody else waits.
test_control_stalled_client() {
	start jvm
	mkfifo never-read
	exec 7<>never-read
	{
		echo attach
		head -c 20000000 /dev/zero
	} | "$talk" "$controls/$pid" >never-read 2>/dev/null &
	stalled=$!
	until_true 5 grep -q 'asked to attach' out
	sleep 0.5
	kill -USR1 "$pid"
	until_true 2 grep -q '^signal 10$' out || fail "the isle is held up"
	ask status
	expect_match answer '^state=running$'
	[ "$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")" -lt 200000 ] || fail "it takes memory"
	kill -9 "$stalled"
	wait "$stalled" 2>/dev/null
	ask status
	end_isle
}

# Clients that go away in the middle, again and again: their streams become free.
test_control_vanishing_clients() {
	start jvm
	mkfifo silence
	exec 7<>silence
	for i in $(seq 40); do
		timeout --foreground 0.05 "$talk" -k "$controls/$pid" < <(echo attach && cat silence) >/dev/null
		timeout --foreground 0.05 "$proxy" log -f "$pid" >/dev/null
	done
	printf 'attach\nstill here' | timeout 10 "$talk" "$controls/$pid" >answer || fail "status $?"
	expect_text answer $'ok\nstill here'
	end_isle
}

# ---- the JDK's tools ----

bits() { # FIELD: of /proc/PID/status, as a number
	echo $((16#$(sed -n "s/^$1:[^0-9a-f]*//p" "/proc/$pid/status")))
}

shows_quit() {
	[ $(($(bits SigCgt) >> 2 & 1)) -eq 1 ]
}

test_tools_attach() {
	start jvm
	until_true 5 shows_quit || fail "SIGQUIT is not caught"
	: >".attach_pid$pid"
	kill -QUIT "$pid"
	until_true 5 test -S "/tmp/.java_pid$pid" || fail "no socket"
	rm ".attach_pid$pid"
	[ "$(stat -c '%a %u' "/tmp/.java_pid$pid")" = "600 $(id -u)" ] || fail "$(stat -c '%a %u' "/tmp/.java_pid$pid")"
	for i in 1 2 3; do
		printf '1\0jcmd\0help\0' | timeout 10 "$talk" "/tmp/.java_pid$pid" >answer || fail "status $?"
		printf '1\0jcmd\0help\0' | cmp - answer || fail "other bytes"
	done
	expect_no_match out '^signal 3$'
	kill -QUIT "$pid"
	until_true 5 grep -q '^signal 3$' out || fail "a plain SIGQUIT does not arrive"
	end_isle
}

test_tools_attach_by_tmp() {
	start jvm
	until_true 5 shows_quit || fail "SIGQUIT is not caught"
	: >"/tmp/.attach_pid$pid"
	kill -QUIT "$pid"
	until_true 5 test -S "/tmp/.java_pid$pid" || { rm "/tmp/.attach_pid$pid" && fail "no socket"; }
	# removed by somebody: the next request makes it anew
	rm "/tmp/.java_pid$pid"
	kill -QUIT "$pid"
	until_true 5 test -S "/tmp/.java_pid$pid" || { rm "/tmp/.attach_pid$pid" && fail "no socket the second time"; }
	# there: a SIGQUIT is one for the program, as with HotSpot
	kill -QUIT "$pid"
	until_true 5 grep -q '^signal 3$' out || { rm "/tmp/.attach_pid$pid" && fail "a third SIGQUIT does not arrive"; }
	rm "/tmp/.attach_pid$pid"
	end_isle
}

test_tools_of_a_native_program() {
	start_default signals 2
	shows_quit && fail "SIGQUIT shows as caught"
	: >".attach_pid$pid"
	kill -QUIT "$pid"
	until_true 5 grep -q '^signal 3$' out || fail "SIGQUIT does not arrive"
	[ ! -e "/tmp/.java_pid$pid" ] || fail "a socket"
	end_isle
}

test_tools_and_a_mute_jvm() {
	start jvm mute
	until_true 5 shows_quit || fail "SIGQUIT is not caught"
	: >".attach_pid$pid"
	kill -QUIT "$pid"
	until_true 5 grep -q 'asked to attach' out || fail "not asked"
	sleep 0.2
	[ ! -e "/tmp/.java_pid$pid" ] || fail "a socket that nobody serves"
	end_isle
}

# ---- ps, and what is left behind ----

test_ps() {
	run "$proxy" ps
	expect_status 0
	expect_one_line out
	expect_match out '^PID +PROGRAM +ISLE +ADDRESS +CORES +MEMORY +TIME +PORTS +ARGUMENTS$'
	HERMIT_MEM=2G HERMIT_CORES=2 start deaf
	first=$pid
	HERMIT_MEM=300M HERMIT_CORES=1 HERMIT_NETIF=none start deaf
	run "$proxy" ps
	expect_status 0
	expect_match out "^$first +fake +vm +192.168.28.2 +2 +2G +0:0[0-9] +- +deaf\$"
	expect_match out "^$pid +fake +vm +none +1 +300M +0:0[0-9] +- +deaf\$"
	for command in 'log fake' 'kill fake' 'status fake'; do
		# shellcheck disable=SC2086 # words
		run "$proxy" $command
		expect_status 2
		expect_match err "fake: several isles have that name; give the number of one: .*$pid \(fake\)"
	done
	kill -9 "$first"
	until_true 5 is_gone "$first"
	run "$proxy" status fake
	expect_status 0
	expect_match out "^pid=$pid\$"
	kill -9 "$pid"
}

test_ps_shows_who_does_not_answer() {
	start deaf
	kill -STOP "$pid"
	run "$proxy" ps
	expect_status 0
	expect_match out "^$pid +\(does not answer\)\$"
	kill -CONT "$pid"
	kill -9 "$pid"
}

test_wrong_use_of_commands() {
	for command in 'ps now' log 'log a b' 'log -x a' kill 'kill -TERM' 'kill -NOSUCH a' 'kill a b' status; do
		# shellcheck disable=SC2086 # words
		run "$proxy" $command
		expect_status 2
		expect_one_line err
	done
	for command in 'log nobody' 'kill nobody' 'status 4194000'; do
		# shellcheck disable=SC2086 # words
		run "$proxy" $command
		expect_status 2
		expect_match err 'no such isle; none is running$'
	done
	start deaf
	run "$proxy" kill nobody
	expect_status 2
	expect_match err "nobody: no such isle; running: $pid \(fake\)"
	kill -9 "$pid"
}

test_leftovers_are_removed() {
	start jvm
	: >".attach_pid$pid"
	until_true 5 shows_quit
	kill -QUIT "$pid"
	until_true 5 test -S "/tmp/.java_pid$pid" || fail "no socket"
	dead=$pid
	kill -9 "$dead"
	until_true 5 is_gone "$dead"
	[ -S "$controls/$dead" ] || fail "nothing is left, so this tests nothing"
	run "$proxy" kill "$dead"
	expect_status 2
	expect_match err 'no such isle'
	[ ! -e "$controls/$dead" ] && [ ! -e "/tmp/.java_pid$dead" ] || fail "left: $(ls "$controls")"
}

test_next_start_removes_leftovers() {
	start deaf
	dead=$pid
	kill -9 "$dead"
	wait "$dead" 2>/dev/null
	start deaf
	[ ! -e "$controls/$dead" ] || fail "left: $(ls "$controls")"
	kill -9 "$pid"
}

# A folder that others could have a hand in is not used; the isle runs all the same.
test_control_folder_is_private() {
	for kind in link open file; do
		rm -rf "$controls"
		case $kind in
		link) mkdir -m 700 elsewhere && ln -s "$PWD/elsewhere" "$controls" ;;
		open) mkdir -m 755 "$controls" ;;
		file) : >"$controls" ;;
		esac
		run "$proxy" ps
		expect_status 2
		expect_match err 'not a folder of yours alone'
		run env HERMIT_VERBOSE=1 "${bare_command[@]}" exit 4
		expect_status 4
		expect_match err 'not a folder of yours alone'
		run "${bare_command[@]}" exit 4
		expect_status 4
		[ ! -s err ] || fail "noise: $(cat err)"
	done
	[ -z "$(ls elsewhere)" ] || fail "something was made behind the link"
	rm -f "$controls"
}

test_control_folder_without_runtime_folder() {
	folder=/tmp/hermit-$(id -u)
	unset XDG_RUNTIME_DIR
	start deaf
	[ -S "$folder/$pid" ] || fail "no socket"
	[ "$(stat -c %a "$folder")" = 700 ] || fail "mode $(stat -c %a "$folder")"
	"$proxy" kill -KILL "$pid" || fail "status $?"
	finish 5
	[ ! -e "$folder/$pid" ] || fail "its socket is left behind"
}

test_control_folder_with_a_long_name() {
	XDG_RUNTIME_DIR=$PWD/$(printf 'x%.0s' $(seq 200))
	export XDG_RUNTIME_DIR
	mkdir "$XDG_RUNTIME_DIR"
	start deaf
	"$proxy" kill -KILL "$pid" || fail "status $?"
	finish 5
	expect_status 137
}

# In a packaged program the words are the program's.
test_packaged_program_gets_the_words() {
	pack packed "arg=blob"
	run ./packed ps
	expect_status 0
	expect_match out '^arg=ps$'
}
