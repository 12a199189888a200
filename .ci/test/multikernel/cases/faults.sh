# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# What goes wrong on an isle, or is asked for and cannot be. Linux lives on, cores and memory come back, the next start works.

test_busy_isle() {
	start_busy 5
	expect_status 125 "$TESTS/hello"
	expect_match 'who has it' "isle 0 .*$PROXY" "$OUTPUT"
	wait "$PROXY" # undisturbed
	expect 'what it printed' "about to sleep
back" "$(cat busy.out)"
}

test_busy_core() {
	start_busy 5 HERMIT_CPUS=1-2
	expect_status 125 env HERMIT_ISLE=1 HERMIT_CPUS=2-3 "$TESTS/hello"
	expect_match 'the core and its owner' "2.*isle 0.*$PROXY" "$OUTPUT"
	wait "$PROXY"
	expect_next_start 1
}

test_killed_proxy() {
	start_busy 60 HERMIT_CPUS=1-3
	kill -9 "$PROXY"
	wait "$PROXY" || true
	wait_for 10 cpus_are_online
	expect_next_start
}

test_panic() {
	expect_status 125 "$FAULT" panic
	expect_match 'the cause' 'PANIC on core 0: non-maskable interrupt' "$OUTPUT"
	expect_match 'registers' 'rip 0000000000' "$OUTPUT"
	expect_match 'the log' 'PANIC on core 0' "$(cat /sys/hermit/isle0/log)"
	expect_next_start
}

# A core that answers nothing at all is taken back all the same.
test_interrupts_off() {
	"$FAULT" hang >hang.out 2>&1 &
	wait_for 30 grep -q 'about to hang' hang.out
	sleep 1
	kill -9 $!
	wait $! || true
	wait_for 10 cpus_are_online
	expect_next_start
}

test_all_cores_hang() {
	HERMIT_CPUS=1-3 "$FAULT" hang-all >hang.out 2>&1 &
	wait_for 30 grep -q 'about to hang-all' hang.out
	sleep 2
	kill -9 $!
	wait $! || true
	wait_for 10 cpus_are_online
	expect_next_start
}

# Linux says so, and does nothing unless it is told to.
test_hang_is_noticed() {
	local after=/sys/module/kernel/parameters/hermit_hang_after
	echo 2 >$after
	"$FAULT" hang >hang.out 2>&1 &
	PROXY=$!
	wait_for 30 grep -q 'does not answer' /sys/hermit/isle0/status
	expect_match "Linux' log" 'isle ?0.*core 1.*does not answer' "$(dmesg | tail -n 20)"
	kill -9 "$PROXY"
	echo 20 >$after
	wait "$PROXY" || true
	expect_next_start
}

# Told to, Linux takes the cores back, and whoever waits for the program hears why.
test_hang_is_ended_where_asked() {
	local parameters=/sys/module/kernel/parameters
	echo 2 >$parameters/hermit_hang_after
	echo kill >$parameters/hermit_hang
	expect_status 125 timeout -k 5 50 "$FAULT" hang
	echo report >$parameters/hermit_hang
	echo 20 >$parameters/hermit_hang_after
	expect_match 'the reason' 'core 1 does not answer' "$OUTPUT"
	expect_match 'the status' '^crashed.*core 1 does not answer' "$(cat /sys/hermit/isle0/status)"
	expect_next_start
}

# 16 MiB is in the middle of Linux' kernel; the isle has no page there.
test_wild_write() {
	local address
	address=$(sed -n 's/^ *\([0-9a-f]*\)-.*Kernel code/\1/p' /proc/iomem)
	for address in "0x$address" 0x1000 0xfee00000; do
		expect_status 139 "$FAULT" write "$address"
		expect 'nothing after it' 'about to write' "$(echo "$OUTPUT" | head -n 1)"
	done
	expect_next_start
}

test_no_executable() {
	yes 'not an executable' | head -n 100 >text
	echo "$PWD/text" >/sys/hermit/isle0/path
	expect_status 1 sh -c 'echo 1 >/sys/hermit/isle0/cpus'
	expect_match "Linux' log" 'no HermitCore executable|not an? .*ELF' "$(dmesg | tail -n 5)"
	expect_status 2 hermit-proxy "$PWD/text"
	cp /bin/busybox linux
	echo "$PWD/linux" >/sys/hermit/isle0/path
	expect_status 1 sh -c 'echo 1 >/sys/hermit/isle0/cpus'
	expect_next_start
}

test_truncated_executable() {
	local size
	size=$(stat -Lc %s "$TESTS/hello")
	head -c $((size / 2)) "$TESTS/hello" >half
	chmod +x half
	expect_status 125 ./half
	expect_match 'the reason' truncated "$OUTPUT"
	expect_next_start
}

test_other_version() {
	expect_status 125 /hermit/.hermit/vm/other-version
	expect_match 'both versions' 'version' "$OUTPUT"
	expect_next_start
}

test_core_that_cannot_be() {
	expect_status 2 env HERMIT_CPUS=0 "$TESTS/hello"
	expect_match 'the core' '0' "$OUTPUT"
	echo 0 >$SYSTEM/cpu/cpu7/online
	expect_status 125 env HERMIT_CPUS=7 "$TESTS/hello"
	echo 1 >$SYSTEM/cpu/cpu7/online
	expect_match 'the core' '7.*(offline|online)' "$OUTPUT"
	expect_status 2 env HERMIT_CPUS=99 "$TESTS/hello"
	expect_match 'the core' '99' "$OUTPUT"
	expect_status 2 env HERMIT_CPUS=x "$TESTS/hello"
	expect_match 'the value' 'HERMIT_CPUS=x' "$OUTPUT"
	expect_status 2 env HERMIT_ISLE=7 "$TESTS/hello"
	expect_match 'the isle' '7' "$OUTPUT"
	expect_next_start
}

test_core_stays_with_the_isle() {
	start_busy 3
	expect_status 1 sh -c "echo 1 >$SYSTEM/cpu/cpu1/online"
	wait "$PROXY"
}

test_too_much_memory() {
	expect_status 125 env HERMIT_MEM=64G "$TESTS/hello"
	expect_match 'the amount' 'needs 65536 MiB' "$OUTPUT"
	expect_next_start
}

test_owner_closes_while_booting() {
	local i=0
	while [ $i -lt 10 ]; do
		HERMIT_CPUS=1-3 timeout -s KILL 0.$i "$TESTS/hello" || true
		i=$((i + 1))
	done
	wait_for 10 cpus_are_online
	expect_next_start
}
# @limit owner_closes_while_booting 120
