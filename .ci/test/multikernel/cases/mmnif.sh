# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# mmnif: Linux and isles reach each other over shared memory. The other end is .ci/test/network/peer.c, on an isle as on Linux.
# @limit * 120

readonly PEER=/hermit/.hermit/vm/peer KERNEL=/hermit/hermit-kernel/target
readonly ISLE0=192.168.28.2 ISLE1=192.168.28.3 ISLE0_LINK=fe80::48:43ff:fe00:1

# peer_on ISLE CPU ARGUMENTS… — peer on an isle, to its end.
peer_on() {
	local isle=$1 cpu=$2
	shift 2
	HERMIT_ISLE=$isle HERMIT_CPUS=$cpu exec hermit-proxy --kernel $KERNEL/kernel.elf --root $KERNEL/run-root.erofs \
		--share /hermit/.hermit/vm:ro -- $PEER "$@"
}

# start_echo NAME COMMAND… — in the background, until it echoes; ends with the test. SERVER is its process.
start_echo() {
	local name=$1
	shift
	("$@" echo 7) >"$name.out" 2>&1 &
	SERVER=$!
	servers="$servers $SERVER"
	# shellcheck disable=SC2064 # those of now
	trap "kill $servers 2>/dev/null || true; wait" EXIT
	wait_for 60 grep -q '^echo on' "$name.out" || { cat "$name.out" && exit 1; }
}

no_carrier() {
	[ "$(cat /sys/class/net/mmnif/carrier)" = 0 ]
}

test_ping() {
	start_echo isle peer_on 0 1
	ping -c 3 -W 5 $ISLE0
	ping -c 3 -W 5 -s 16384 $ISLE0
	ping -c 3 -W 5 -s 65000 $ISLE0
	ping -6 -c 3 -W 5 $ISLE0_LINK%mmnif
	ping -6 -c 3 -W 5 -s 16384 $ISLE0_LINK%mmnif
	expect 'the MTU' 'mtu 65280' "$(ip link show mmnif | grep -o 'mtu [0-9]*')"
}

test_from_linux() {
	start_echo isle peer_on 0 1
	expect 'the answer' by-ipv4 "$($PEER tell $ISLE0 7 by-ipv4)"
	expect 'the answer' by-ipv6 "$($PEER tell $ISLE0_LINK%mmnif 7 by-ipv6)"
	expect_match 'the error' '^Connection refused, 0 s$' "$($PEER connect $ISLE0 8)"
	head -c 30000000 /dev/urandom >sent
	nc $ISLE0 7 <sent >received
	cmp sent received
}

test_from_isle() {
	start_echo linux exec $PEER
	expect 'the answer' by-ipv4 "$(peer_on 0 1 tell 192.168.28.1 7 by-ipv4)"
	expect 'the answer' by-ipv6 "$(peer_on 0 1 tell fe80::48:43ff:fe00:0%eth0 7 by-ipv6)"
	expect_match 'the error' '^Connection refused, 0 s$' "$(peer_on 0 1 connect 192.168.28.1 8)"
	expect_match 'the error' '^No route to host, [1-5] s$' "$(peer_on 0 1 connect 192.168.28.77 7)"
}

test_between_isles() {
	start_echo isle0 peer_on 0 1
	before=$(cat /sys/class/net/mmnif/statistics/rx_bytes)
	expect 'the answer' to-isle-0 "$(peer_on 1 5,6 tell $ISLE0 7 to-isle-0)"
	expect 'the answer' by-ipv6 "$(peer_on 1 5,6 tell $ISLE0_LINK%eth0 7 by-ipv6)"
	[ $(($(cat /sys/class/net/mmnif/statistics/rx_bytes) - before)) -lt 20000 ] || fail 'it went through Linux'
}

test_two_isles_at_once() {
	start_echo isle0 peer_on 0 1
	start_echo isle1 peer_on 1 5
	head -c 10000000 /dev/urandom >sent
	nc $ISLE0 7 <sent >received0 &
	nc $ISLE1 7 <sent >received1
	wait $!
	cmp sent received0
	cmp sent received1
}

# The rings go on wherever the isle before was stopped, also in the midst of frames.
test_isle_starts_anew() {
	for round in 1 2 3; do
		start_echo "isle$round" peer_on 0 1
		nc $ISLE0 7 </dev/zero >/dev/null &
		sender=$!
		expect 'the answer' "round-$round" "$($PEER tell $ISLE0 7 "round-$round")"
		kill -KILL "$SERVER"
		wait_for 10 no_carrier
		kill $sender
		wait $sender || true
	done
	expect 'the rings' '' "$(dmesg | grep 'made no sense')"
}

test_carrier() {
	wait_for 10 no_carrier
	start_echo isle peer_on 0 1
	expect 'the carrier' 1 "$(cat /sys/class/net/mmnif/carrier)"
	ip link set mmnif down
	ip link set mmnif up
	ip addr show mmnif | grep -q 192.168.28.1/24
	expect 'the answer' again "$($PEER tell $ISLE0 7 again)"
	kill "$SERVER"
	wait_for 10 no_carrier
}
