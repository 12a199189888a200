# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# Programs on isles beside Linux, and what Linux tells of them.

test_hello() {
	expect_status 0 "$TESTS/hello"
	expect 'its line' 'Hello from multi-kernel isle 0 with 1 core' "$OUTPUT"
}

# Cores of node 0 for the isle of node 1's memory: allowed, and said.
test_three_cores() {
	expect_status 0 env HERMIT_ISLE=1 HERMIT_CPUS=3-5 "$TESTS/hello"
	expect 'its line' 'Hello from multi-kernel isle 1 with 3 cores' "$OUTPUT"
	expect_match 'the log of the isle' 'cpu 3 is of Linux. node 0, the memory of node 1' "$(cat /sys/hermit/isle1/log)"
}

test_cores_go_and_come_back() {
	start_busy 3 HERMIT_ISLE=1 HERMIT_CPUS=3-5
	expect "Linux' cores" 0-2,6-9 "$(online)"
	expect "the isle's" 3-5 "$(cat /sys/hermit/isle1/cpus)"
	wait "$PROXY"
	expect "Linux' cores" 0-9 "$(online)"
	expect "the isle's" '' "$(cat /sys/hermit/isle1/cpus)"
}

test_memory_comes_back() {
	local before
	"$TESTS/hello" # what Linux allocates at the first time
	before=$(free_pages)
	expect_status 0 env HERMIT_MEM=1G "$TESTS/hello"
	expect_pages_back "$before"
}

test_memory_is_the_nodes() {
	local before now
	echo 3 >/proc/sys/vm/drop_caches
	before=$(sed -n 's/.*MemFree: *\([0-9]*\) kB/\1/p' $SYSTEM/node/node1/meminfo)
	start_busy 2 HERMIT_ISLE=1 HERMIT_MEM=1G
	now=$(sed -n 's/.*MemFree: *\([0-9]*\) kB/\1/p' $SYSTEM/node/node1/meminfo)
	[ $((before - now)) -gt 1000000 ] || fail "node 1 had $before kB free, and has $now kB with 1 GiB on the isle"
	wait "$PROXY"
}

test_status_in_each_phase() {
	status_is 0 'free\|stopped\|crashed' || fail "before: $(cat /sys/hermit/isle0/status)"
	start_busy 2
	expect_match 'while it runs' '^running' "$(cat /sys/hermit/isle0/status)"
	expect_match 'the owner' "^$PROXY\b" "$(cat /sys/hermit/isle0/owner)"
	wait "$PROXY"
	expect_match 'after the end' '^(free|stopped)' "$(cat /sys/hermit/isle0/status)"
	expect_status 125 "$FAULT" panic
	expect_match 'after a crash' '^crashed.*non-maskable interrupt' "$(cat /sys/hermit/isle0/status)"
	expect_next_start
}

test_log() {
	"$TESTS/hello"
	expect_match 'the log' 'boot: .* starts at 0x' "$(cat /sys/hermit/isle0/log)"
}

test_log_can_be_followed() {
	local follower
	tail -n 0 -f /sys/hermit/isle0/log >followed &
	follower=$!
	start_busy 2
	wait_for 5 grep -q 'boot: file systems are mounted' followed
	kill "$follower"
	wait "$PROXY"
}

test_exit_status_and_streams() {
	expect_status 2 "$FAULT"
	expect_match 'standard error' '^usage: fault' "$OUTPUT"
	expect_status 0 env NATIVE_TEXT='two words = "three"' NATIVE_EMPTY= "$TESTS/argv_envp" one 'two words' '' '"$HOME"' Grüße
	expect_status 0 "$TESTS/signals"
	expect_status 0 env HERMIT_CPUS=1-2 "$TESTS/threads"
}

test_signal_ends_the_program() {
	start_busy 60
	kill "$PROXY"
	local status=0
	wait "$PROXY" || status=$?
	expect 'the status' 143 "$status"
}

# Without a proxy: by hand, through sysfs.
test_by_sysfs() {
	echo "$TESTS/hello" >/sys/hermit/isle0/path
	expect 'the path' "$TESTS/hello" "$(cat /sys/hermit/isle0/path)"
	echo 1-2 >/sys/hermit/isle0/cpus
	wait_for 30 status_is 0 stopped
	expect_match 'the log' 'boot: 2 cores' "$(cat /sys/hermit/isle0/log)"
	echo -1 >/sys/hermit/isle0/cpus
}

test_stopped_by_sysfs() {
	start_busy 60
	echo -1 >/sys/hermit/isle0/cpus
	local status=0
	wait "$PROXY" || status=$?
	expect 'the status of the proxy' 125 "$status"
	expect_match 'what the proxy says' stop "$(cat busy.out)"
	wait_for 10 cpus_are_online
}

test_two_isles() {
	start_busy 4 HERMIT_ISLE=1 HERMIT_CPUS=6-7
	expect_status 0 env HERMIT_ISLE=0 HERMIT_CPUS=2-3 "$TESTS/hello"
	expect 'its line' 'Hello from multi-kernel isle 0 with 2 cores' "$OUTPUT"
	expect "Linux' cores" 0-5,8-9 "$(online)"
	wait "$PROXY"
}

# By the group of the device; the program's files are the caller's.
test_ordinary_user() {
	chmod 0777 .
	expect_status 125 setpriv --reuid 1000 --regid 1000 --clear-groups "$TESTS/hello"
	expect_match 'the remedy' '/dev/hermit/isle0.*(group|permission)' "$OUTPUT"
	chgrp 1000 /dev/hermit/isle0
	expect_status 0 setpriv --reuid 1000 --regid 1000 --clear-groups "$TESTS/host_files"
	chgrp 0 /dev/hermit/isle0
}

test_fifty_starts() {
	local before i=0
	"$TESTS/hello"
	before=$(free_pages)
	while [ $i -lt 50 ]; do
		expect_status 0 env HERMIT_ISLE=$((i % 2)) HERMIT_CPUS=$((1 + i % 4)) "$TESTS/hello"
		i=$((i + 1))
	done
	expect_pages_back "$before"
}
# @limit fifty_starts 300
