#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The isle's network with another end outside of it: the host's loopback, other isles, a tap device, a name server. On the host
# only loopback is used; what needs addresses of its own runs in a network name space that ends with the test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/test/tap.sh
export HERMIT_CORES=${HERMIT_CORES:-1} HERMIT_MEM=${HERMIT_MEM:-256M} HERMIT_BUILT=1
readonly GROUP=group:230.0.0.28

# Both ends, built once. The linker wants dynamic name services: the isle sees the host's C library.
build_peer() {
	PEER=$TAP_SCRATCH/peer
	gcc -std=gnu11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -o "$PEER" .ci/test/network/peer.c
}

# isle ARGUMENTS… — peer on an isle, to its end; OUT is what it printed.
isle() {
	OUT=$(cd "$TAP_SCRATCH" && timeout -k 5 60 "$HERMIT_TOP/hermit" run "$PEER" "$@" 2>&1)
}

# start NAME PATTERN COMMAND… — in the background, until its output has PATTERN. All are ended with the test.
start() {
	local name=$1 pattern=$2 tries=300
	shift 2
	cd "$TAP_SCRATCH"
	: >"$name.out" # the background process would empty it a little later
	timeout -k 5 100 "$@" >"$name.out" 2>&1 &
	local pid=$!
	STARTED+=("$pid")
	trap 'kill "${STARTED[@]}" 2>/dev/null; wait' EXIT
	until grep -q "$pattern" "$name.out"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] && kill -0 "$pid" 2>/dev/null || { cat "$name.out"; exit 1; }
		sleep 0.1
	done
}

start_isle() {
	local name=$1
	shift
	start "$name" '^echo on' "$HERMIT_TOP/hermit" run "$PEER" "$@"
}

# A tool of the host sends a file through an echo, and gets it back.
echo_file() {
	local address=$1 port=$2 size=$3
	cd "$TAP_SCRATCH"
	head -c "$size" /dev/urandom >sent
	exec 3<>"/dev/tcp/$address/$port"
	cat sent >&3 &
	timeout 60 head -c "$size" <&3 >received
	exec 3>&-
	cmp sent received
}

check_ports() {
	local tcp udp i
	tcp=$(free_port)
	udp=$(free_port)
	HERMIT_PORTS=$tcp:7,udp:$udp:7 start_isle server echo 7
	for i in 1 2 3; do
		expect 'what was sent' "word-$i" "$("$PEER" tell 127.0.0.1 "$tcp" "word-$i")"
	done
	exec 4<>"/dev/udp/127.0.0.1/$udp"
	for i in 1 2 3; do
		printf 'datagram %d' "$i" >&4
		expect 'the datagram' "datagram $i" "$(timeout 30 head -c 10 <&4)"
	done
}

# More than a window that is not scaled, both ways at once.
check_ports_bulk() {
	local port
	port=$(free_port)
	HERMIT_PORTS=$port:7 start_isle server echo 7
	echo_file 127.0.0.1 "$port" 3000000
}

check_host() {
	local port
	port=$(free_port)
	start host '^echo on' "$PEER" echo "$port"
	isle tell 192.168.28.1 "$port" from-the-isle
	expect 'the answer of a server on the host' from-the-isle "$OUT"
	isle connect 192.168.28.1 "$(free_port)"
	expect 'the error' 'Connection refused, 0 s' "$OUT"
}

# Linux gives up after three requests in three seconds.
check_unreachable() {
	HERMIT_NETIF=$GROUP:$(free_port) isle connect 192.168.28.77 7
	expect_match 'the error' '^No route to host, [1-5] s$' "$OUT"
	HERMIT_NETIF=$GROUP:$(free_port) isle connect fe80::1%eth0 7
	expect_match 'the error' '^No route to host, [1-5] s$' "$OUT"
	HERMIT_NETIF=none isle connect 192.168.28.1 7
	expect 'the error' 'Network is unreachable, 0 s' "$OUT"
}

check_names() {
	isle address
	expect 'name and address' 'isle0 192.168.28.2' "$OUT"
	isle names localhost isle0 linux
	expect 'the addresses' 'localhost: ::1 127.0.0.1, 0 s
isle0: 192.168.28.2, 0 s
linux: 192.168.28.1, 0 s' "$OUT"
}

# The emulator's name server asks the host's, which is one of ours in name spaces of its own.
in_name_space() {
	export -f start expect expect_match isle start_isle echo_file in_tap_network
	export HERMIT_TOP TAP_SCRATCH PEER GROUP
	unshare --net --mount bash -euc "STARTED=(); ip link set lo up; $1"
}

check_dns() {
	# shellcheck disable=SC2016
	in_name_space '
		printf "nameserver 127.0.0.1\n" >"$TAP_SCRATCH/resolv.conf"
		mount --bind "$TAP_SCRATCH/resolv.conf" "$(readlink -f /etc/resolv.conf)"
		start names "^names on" "$PEER" dns 53 isle-test.example 192.0.2.7
		isle names isle-test.example other.example
		expect_match "the address" "^isle-test.example: 192.0.2.7, [0-2] s$" "$OUT"
		expect_match "no address" "^other.example: Name or service not known, [0-2] s$" "$OUT"'
}

check_dhcp() {
	local port
	port=$(free_port)
	start host '^echo on' "$PEER" echo "$port"
	export HERMIT_IP=dhcp
	isle address
	expect 'name and address' 'isle0 192.168.28.2' "$OUT"
	isle tell 192.168.28.1 "$port" leased
	expect 'the answer' leased "$OUT"
}

check_dhcp_silent() {
	local status=0 started=$SECONDS
	HERMIT_IP=dhcp HERMIT_NETIF=$GROUP:$(free_port) isle address || status=$?
	expect 'the exit status' 125 "$status"
	expect_match 'the reason' '^hermit: HERMIT_IP=dhcp: no DHCP server gave the isle an address within 10 s' "$OUT"
	[ $((SECONDS - started)) -le 30 ]
}

# Three isles of one group, without root: IPv4, and IPv6 by link-local addresses.
check_group() {
	local group
	group=$GROUP:$(free_port)
	HERMIT_NETIF=$group HERMIT_IP=192.168.28.2/24 start_isle first echo 7
	HERMIT_NETIF=$group HERMIT_IP=192.168.28.3/24 start_isle second echo 7
	export HERMIT_NETIF=$group HERMIT_IP=192.168.28.4/24
	isle tell 192.168.28.2 7 to-the-first
	expect 'the answer' to-the-first "$OUT"
	isle tell 192.168.28.3 7 to-the-second
	expect 'the answer' to-the-second "$OUT"
	isle tell fe80::5054:c0ff:fea8:1c02%eth0 7 by-ipv6
	expect 'the answer' by-ipv6 "$OUT"
}

check_group_clash() {
	local group status=0
	group=$GROUP:$(free_port)
	HERMIT_NETIF=$group HERMIT_IP=192.168.28.5 start_isle first echo 7
	HERMIT_NETIF=$group HERMIT_IP=192.168.28.5/24 isle address || status=$?
	expect 'the exit status' 2 "$status"
	expect_match 'the reason' 'HERMIT_IP=192\.168\.28\.5/24: .*another isle' "$OUT"
}

# in_tap_network COMMANDS — with tap0, which is Linux' end of the isle's network.
in_tap_network() {
	in_name_space "
		ip tuntap add tap0 mode tap
		ip addr add 192.168.28.1/24 dev tap0
		ip link set tap0 up
		export HERMIT_NETIF=tap0
		$1"
}

check_tap() {
	# shellcheck disable=SC2016
	in_tap_network '
		start_isle server echo 7
		busybox ping -c 3 -W 5 192.168.28.2
		busybox ping -6 -c 3 -W 5 fe80::5054:c0ff:fea8:1c02%tap0
		expect "the answer" by-tap "$("$PEER" tell 192.168.28.2 7 by-tap)"
		expect "the answer" by-ipv6 "$("$PEER" tell fe80::5054:c0ff:fea8:1c02%tap0 7 by-ipv6)"
		echo_file 192.168.28.2 7 5000000'
}

check_tap_from_isle() {
	# shellcheck disable=SC2016
	in_tap_network '
		start host "^echo on" "$PEER" echo 7
		isle tell linux 7 from-the-isle
		expect "the answer" from-the-isle "$OUT"
		isle connect linux 8
		expect "the error" "Connection refused, 0 s" "$OUT"
		isle connect 192.168.28.77 7
		expect_match "the error" "^No route to host, [1-5] s$" "$OUT"'
}

# Two isles, each on a tap device of its own, and Linux, on one bridge.
check_tap_bridge() {
	# shellcheck disable=SC2016
	in_tap_network '
		ip addr del 192.168.28.1/24 dev tap0
		ip link add br0 type bridge
		ip addr add 192.168.28.1/24 dev br0
		ip tuntap add tap1 mode tap
		for device in tap0 tap1; do ip link set "$device" master br0 up; done
		ip link set br0 up
		start_isle server echo 7
		expect "the answer" by-bridge "$("$PEER" tell 192.168.28.2 7 by-bridge)"
		export HERMIT_NETIF=tap1 HERMIT_IP=192.168.28.3
		isle tell 192.168.28.2 7 from-isle-to-isle
		expect "the answer" from-isle-to-isle "$OUT"'
}

check_tap_busy() {
	# shellcheck disable=SC2016
	in_tap_network '
		start_isle server echo 7
		status=0
		isle address || status=$?
		expect "the exit status" 125 "$status"
		expect_match "the reason" "tap0.*busy" "$OUT"'
}

tap_begin "$@"
STARTED=()
[ "$TAP_LIST" -eq 1 ] || build_peer
tap_test ports check_ports
tap_test ports-bulk check_ports_bulk
tap_test host check_host
tap_test unreachable check_unreachable
tap_test names check_names
tap_test dhcp check_dhcp
tap_test dhcp-silent check_dhcp_silent
tap_test group check_group
tap_test group-clash check_group_clash
# A test, or the reason why it cannot be made here.
name_space_test() {
	if [ "$TAP_LIST" -eq 1 ] || unshare --net --mount ip tuntap add tap0 mode tap 2>/dev/null; then
		tap_test "$@"
	else
		tap_skip "$1" 'needs root, ip (iproute2) and /dev/net/tun'
	fi
}
name_space_test dns check_dns
name_space_test tap check_tap
name_space_test tap-from-isle check_tap_from_isle
name_space_test tap-bridge check_tap_bridge
name_space_test tap-busy check_tap_busy
tap_end
