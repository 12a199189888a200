#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# The part of ../multikernel-network.sh that runs in the VM: netbench over loopback and over a veth pair of Linux, between
# Linux and an isle, the same with busy polling on Linux (net.core.busy_read), and between two isles. Prints "SYSTEM NAME
# MEDIAN P10 P90 UNIT" a line.
#   multikernel.sh ROUNDS
set -eu
top=/hermit
netbench=$top/benchmarks/target/netbench
work=$(mktemp -d)
servers=
readonly PORT=7000 LIMIT=120
readonly POLLED=1000 # microseconds that a reader on Linux looks for frames itself; on a real machine 50 is much

end() {
	for server in $servers; do
		kill "$server" 2>/dev/null || true
	done
	wait
	iproute netns del inside 2>/dev/null || true
	rm -rf "$work"
}

# on_isle N — netbench on a core of node N that is not Linux' first.
on_isle() {
	isle=$1 list=$(cat "/sys/devices/system/node/node$1/cpulist")
	cpu=${list%%[-,]*}
	[ "$cpu" != 0 ] || cpu=1
	shift
	HERMIT_ISLE=$isle HERMIT_CPUS=$cpu exec hermit-proxy --kernel $top/hermit-kernel/target/kernel.elf \
		--root $top/hermit-kernel/target/run-root.erofs -- "$netbench" "$@"
}

# serve NAME COMMAND… — starts a server and waits until it serves.
serve() {
	name=$1 tries=600
	shift
	("$@") >"$work/$name" 2>&1 &
	servers="$servers $!"
	until grep -q 'serving on' "$work/$name"; do
		if [ $((tries = tries - 1)) -eq 0 ] || ! kill -0 "${servers##* }" 2>/dev/null; then
			printf 'multikernel.sh: the server %s did not start:\n' "$name" >&2
			cat "$work/$name" >&2
			exit 1
		fi
		sleep 0.1
	done
}

# Not busybox' ip, which its shell would take.
iproute() {
	for program in /usr/sbin/ip /usr/bin/ip; do
		[ ! -x $program ] || break
	done
	$program "$@"
}

make_veth() {
	mkdir -p /var/run
	iproute netns add inside
	iproute link add outside type veth peer name inner netns inside
	iproute addr add 10.77.0.1/24 dev outside
	iproute link set outside up
	iproute -n inside addr add 10.77.0.2/24 dev inner
	iproute -n inside link set inner up
}

# client SYSTEM COMMAND… — its rows, with the system's name before them.
client() {
	system=$1
	shift
	("$@") >"$work/rows"
	sed "s/^tcp_/$system /" "$work/rows"
}

trap end EXIT
cd $top/benchmarks/target
make_veth
serve loopback "$netbench" serve $((PORT + 1))
serve veth iproute netns exec inside "$netbench" serve $PORT
serve isle on_isle 0 serve $PORT
for _ in $(seq "$1"); do
	client loopback timeout $LIMIT "$netbench" client 127.0.0.1 $((PORT + 1))
	client veth timeout $LIMIT "$netbench" client 10.77.0.2 $PORT
	client linux-isle timeout $LIMIT "$netbench" client 192.168.28.2 $PORT
	echo $POLLED >/proc/sys/net/core/busy_read # for sockets that are opened from now on
	client polled timeout $LIMIT "$netbench" client 192.168.28.2 $PORT
	echo 0 >/proc/sys/net/core/busy_read
	client isle-isle on_isle 1 client 192.168.28.2 $PORT
done
