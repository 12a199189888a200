# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# Memory that was set aside for isles when Linux booted.
# @vm --append hermit_mem=512M@0

memory_free() {
	sed -n 's/.*MemFree: *\([0-9]*\) kB/\1/p' "$SYSTEM/node/node$1/meminfo"
}

# Only what goes beyond it is taken from Linux.
test_reserved_memory_comes_first() {
	local before now
	expect 'the default' 536870912 "$(cat /sys/hermit/isle0/memory)"
	echo 3 >/proc/sys/vm/drop_caches
	before=$(memory_free 0)
	start_busy 2
	now=$(memory_free 0)
	wait "$PROXY"
	[ $((before - now)) -lt 100000 ] || fail "node 0 had $before kB free, and has $now kB with the reserved 512 MiB on the isle"
	start_busy 2 HERMIT_MEM=1G
	now=$(memory_free 0)
	wait "$PROXY"
	[ $((before - now)) -gt 500000 ] || fail "node 0 had $before kB free, and has $now kB with 1 GiB on the isle"
	expect_next_start
}

test_reserved_memory_is_used_again() {
	local before
	"$TESTS/hello"
	before=$(free_pages)
	expect_status 0 "$TESTS/hello"
	expect_status 0 env HERMIT_MEM=1G "$TESTS/hello"
	expect_pages_back "$before"
}
