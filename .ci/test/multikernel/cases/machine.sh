# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# The VM itself: the machine that the other cases count on.

test_cores_and_nodes() {
	expect 'the cores' 0-9 "$(cat /sys/devices/system/cpu/online)"
	expect 'those of node 0' 0-4 "$(cat /sys/devices/system/node/node0/cpulist)"
	expect 'those of node 1' 5-9 "$(cat /sys/devices/system/node/node1/cpulist)"
	for node in 0 1; do
		megabytes=$(sed -n 's/.*MemTotal: *\([0-9]*\) kB/\1/p' "/sys/devices/system/node/node$node/meminfo")
		[ "$megabytes" -gt 3900000 ] || fail "node $node has $megabytes kB"
	done
}

test_clock() {
	expect 'the clock' tsc "$(cat /sys/devices/system/clocksource/clocksource0/current_clocksource)"
}

# Linux' own hot plug, on which an isle's start and end are built.
test_core_goes_and_comes() {
	echo 0 >/sys/devices/system/cpu/cpu7/online
	expect 'the cores' 0-6,8-9 "$(cat /sys/devices/system/cpu/online)"
	echo 1 >/sys/devices/system/cpu/cpu7/online
	expect 'the core that runs this' 7 "$(taskset -c 7 sh -c 'cut -d" " -f39 /proc/self/stat')"
}

test_programs() {
	ip -br link show lo | grep -q 127 || ip -br addr show lo | grep -q 127.0.0.1
	ping -c 1 127.0.0.1
	curl --version
	diod --help 2>&1 | grep -qi usage
	stress-ng --cpu 2 --timeout 1
	setpriv --reuid 1000 --regid 1000 --clear-groups id -un | grep -qx hermit
}

test_server_and_client() {
	echo content >index.html
	httpd -p 127.0.0.1:8080 -h .
	expect 'what it serves' content "$(curl -s http://127.0.0.1:8080/index.html)"
	pkill httpd
}

test_executables_by_name() {
	expect_match 'the interpreter' '^interpreter /usr/bin/hermit-proxy$' "$(cat /proc/sys/fs/binfmt_misc/hermit)"
	expect_match 'the mark' '^magic 42$' "$(cat /proc/sys/fs/binfmt_misc/hermit)"
}
