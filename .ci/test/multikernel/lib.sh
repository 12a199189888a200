# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash disable=SC2034 # some variables are for the cases
# What the cases in the VM use. Sourced by in_vm.sh; for busybox' shell.

readonly TESTS=/hermit/usr/tests BENCHMARKS=/hermit/usr/benchmarks JAVA=/hermit/usr/java
readonly FAULT=/hermit/.hermit/vm/fault # fault.c
readonly SYSTEM=/sys/devices/system

fail() {
	printf '%s\n' "$*"
	exit 1
}

skip() {
	printf '%s\n' "$*"
	exit 77
}

# expect WHAT EXPECTED ACTUAL
expect() {
	[ "$2" = "$3" ] || fail "expected $1:
$2
got:
$3"
}

# expect_match WHAT PATTERN ACTUAL — an extended regular expression
expect_match() {
	printf '%s\n' "$3" | grep -Eq -- "$2" || fail "expected $1 to match: $2
got:
$3"
}

# expect_status N COMMAND… — standard output and error of COMMAND go to OUTPUT.
expect_status() {
	local expected=$1 status=0
	shift
	OUTPUT=$("$@" 2>&1) || status=$?
	[ "$status" -eq "$expected" ] || fail "expected status $expected, got $status: $*
$OUTPUT"
}

# wait_for SECONDS COMMAND… — until COMMAND succeeds.
wait_for() {
	local tries=$(($1 * 10))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || fail "waited in vain for: $*"
		sleep 0.1
	done
}

online() {
	cat $SYSTEM/cpu/online
}

status_is() {
	grep -q "^$2" "/sys/hermit/isle$1/status"
}

# start_busy SECONDS [VARIABLES…] — an isle that does nothing for so long, in the background; PROXY is its process.
start_busy() {
	local seconds=$1
	shift
	env "$@" "$FAULT" sleep "$seconds" >busy.out 2>&1 &
	PROXY=$!
	wait_for 30 grep -q 'about to sleep' busy.out
}

# After whatever happened, an isle starts, and Linux has all cores again afterwards.
expect_next_start() {
	expect_status 0 env HERMIT_ISLE="${1:-0}" "$TESTS/hello"
	expect 'the next program' "Hello from multi-kernel isle ${1:-0} with 1 core" "$OUTPUT"
	wait_for 10 cpus_are_online
}

# Free pages of all nodes, caches dropped: those that per-core lists hold are flushed by the compaction.
free_pages() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	echo 1 >/proc/sys/vm/compact_memory
	awk '{ size = 1; for (i = 5; i <= NF; i++) { pages += $i * size; size *= 2 } } END { print pages }' /proc/buddyinfo
}

# expect_pages_back BEFORE — up to what Linux keeps for itself in the meantime: 16 MiB.
expect_pages_back() {
	local now
	now=$(free_pages)
	[ $(($1 - now)) -lt 4096 ] || fail "of $1 free pages $now are left"
}

cpus_are_online() {
	[ "$(cat /sys/devices/system/cpu/online)" = "$(cat /sys/devices/system/cpu/present)" ]
}

isles_are_free() {
	! grep -Eq '^(booting|running)' /sys/hermit/isle*/status 2>/dev/null
}

no_proxy_runs() {
	! pgrep hermit-proxy && ! pgrep -f -- '-proxy$' && ! pgrep diod
}

# machine_is_whole MESSAGES — after a test: no isle, no process of one, all cores back, and nothing bad in Linux' log since its
# line MESSAGES.
machine_is_whole() {
	local bad
	wait_for 15 no_proxy_runs
	wait_for 15 isles_are_free
	wait_for 15 cpus_are_online
	bad=$(dmesg | tail -n +$(($1 + 1)) | grep -E 'BUG:|WARNING:|Oops|Call Trace|INFO: (task|rcu)|lockup' | head -n 5) || true
	expect 'no complaint of Linux' '' "$bad"
}
