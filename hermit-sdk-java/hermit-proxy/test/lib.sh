# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# What the proxy's black-box tests share. A test is a function test_NAME; it fails by calling `fail`.
# Sourced by run.sh, which has set: here, target, work. PROXY may name another build of the proxy.

proxy=${PROXY:-$target/hermit-proxy}
device_proxy=$target/test/hermit-proxy-device
fake=$target/test/fakeqemu
limit=30 # seconds for one run of the proxy

fail() {
	echo "# $*"
	exit 1
}

skip() {
	echo "$*" >"$work/skip"
	exit 77
}

# run COMMAND...: its output into the files out and err, its exit status into $status.
run() {
	status=0
	timeout --foreground -k 1 "$limit" "$@" >out 2>err || status=$?
}

# bare ARGS...: the proxy without payload, on a fake isle; ARGS are what the fake program does.
bare() {
	"$proxy" --kernel kernel --root root -- /fake "$@"
}
bare_command=("$proxy" --kernel kernel --root root -- /fake)

expect_status() {
	[ "$status" -eq "$1" ] || fail "exit status $status, expected $1; stderr: $(head -c 600 err)"
}

expect_text() { # FILE TEXT: the file is exactly that, without its last line feed
	[ "$(cat "$1")" = "$2" ] || fail "$1 is: $(head -c 600 "$1"); expected: $2"
}

expect_match() { # FILE REGEX: some line of the file matches
	grep -Eq -- "$2" "$1" || fail "$1 has no line like /$2/: $(head -c 800 "$1")"
}

expect_no_match() {
	! grep -Eq -- "$2" "$1" || fail "$1 has a line like /$2/: $(grep -E -m1 -- "$2" "$1")"
}

expect_one_line() {
	[ "$(wc -l <"$1")" -eq 1 ] || fail "$1 has $(wc -l <"$1") lines, expected one: $(head -c 800 "$1")"
}

# refused VARIABLE=VALUE REGEX: exit status 2, one line that names variable and value, and nothing started.
refused() {
	run env "$1" HERMIT_QEMU="${refused_qemu-$work/must-not-start}" "${bare_command[@]}" exit 0
	expect_status 2
	expect_one_line err
	grep -Fq -- "$1" err || fail "the message does not name $1: $(cat err)"
	expect_match err "$2"
	[ ! -e "$work/started" ] || fail "something was started"
}

# until_true SECONDS COMMAND...: waits for it to succeed.
until_true() {
	local tries=$(($1 * 50))
	shift
	while ! "$@" 2>/dev/null; do
		[ $((tries -= 1)) -gt 0 ] || return 1
		sleep 0.02
	done
}

# children PID: the process ids of its children, a blank behind each.
children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null
}

has_child() {
	[ -n "$(children "$1")" ]
}

state_of() {
	sed 's/.*) \(.\) .*/\1/' "/proc/$1/stat" 2>/dev/null
}

is_gone() {
	[ ! -d "/proc/$1" ] || [ "$(state_of "$1")" = Z ]
}

is_state() {
	[ "$(state_of "$1")" = "$2" ]
}

# start ARGS...: a fake isle in the background, up and saying "listening"; sets $pid and $qemu_pid.
start() {
	rm -f out # of an earlier one
	"${bare_command[@]}" "$@" >out 2>err </dev/null &
	pid=$!
	until_true 10 grep -q listening out || fail "the isle does not come up: $(cat err)"
	qemu_pid=$(children "$pid")
	qemu_pid=${qemu_pid% }
	[ -n "$qemu_pid" ] || fail "no QEMU"
}

# start_silent ARGS...: the same for a program that says nothing; waits for QEMU only.
start_silent() {
	"${bare_command[@]}" "$@" >out 2>err </dev/null &
	pid=$!
	until_true 10 has_child "$pid" || fail "no QEMU"
	qemu_pid=$(children "$pid")
	qemu_pid=${qemu_pid% }
}

# finish SECONDS: waits for the proxy that `start` started; its exit status into $status.
finish() {
	until_true "$1" is_gone "$pid" || {
		kill -9 "$pid"
		fail "the proxy does not end"
	}
	status=0
	wait "$pid" || status=$?
	until_true 5 is_gone "$qemu_pid" || fail "QEMU is left behind"
}

# pack OUTPUT LINE...: a proxy with payload (the files kernel and root), the lines added to its manifest.
pack() {
	local output=$1
	shift
	{
		echo "hermit.manifest=1"
		echo "name=packed"
		echo "kernel.crc32c=$("$target/test/crc32c" <kernel)"
		echo "rootfs.crc32c=$("$target/test/crc32c" <root)"
		echo "program=/bin/fake"
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >manifest
	seal manifest
	pack_sections "$output"
}

# pack_sections OUTPUT: with the files kernel, root and manifest.
pack_sections() {
	"$target/test/pack" "$proxy" "$1" .hermit.kernel=kernel .hermit.rootfs=root .hermit.manifest=manifest &&
		chmod +x "$1"
}

# seal FILE: adds the line with the manifest's own sum.
seal() {
	local sum
	sum=$("$target/test/crc32c" <"$1")
	echo "crc32c=$sum" >>"$1"
}

# offset_of FILE SECTION: where the section begins in the file.
offset_of() {
	printf '%d' "0x$(readelf -SW "$1" | sed -n "s/.* $2  *PROGBITS  *[0-9a-f]* \([0-9a-f]*\) .*/\1/p")"
}
