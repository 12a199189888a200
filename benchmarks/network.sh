#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What the network costs on an isle, beside a minimal Linux guest with virtio-net in the same emulator: TCP round trips of one
# byte and TCP rates between host and guest, the same on loopback, and epoll with 10 and with 1 000 idle connections. The program
# is benchmarks/network on all sides; isle and guest take turns, since times under TCG differ between runs more than between the two.
#   network.sh [user|tap] [ROUNDS]     (default: user, 3)
# user: QEMU's own network. tap: a tap device in a network name space that ends with this script; needs root.
# Prints each round, then medians, the least and the most of the rounds, and the medians by those of Linux.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
top=$here/..
guest=$here/target/network-guest
program=$here/target/netbench
export HERMIT_ACCEL=tcg HERMIT_MEM=${HERMIT_MEM:-512M} HERMIT_CORES=${HERMIT_CORES:-1} HERMIT_BUILT=1
readonly ISLE_ADDRESS=192.168.28.2 PORT=7000

die() {
	printf 'network.sh: %s\n' "$*" >&2
	exit 2
}

free_port() {
	local port
	for port in $(shuf -i 20000-29999 -n 50); do
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port" && return; }
	done
	die 'found no free port on loopback'
}

# The isle and the guest have one MAC: Linux remembers it for their address.
# start SYSTEM — its machine with the server; sets SERVER to the process and TARGET to where clients find it.
start() {
	local port network=() netdev
	: >"$work/server" # the background process would empty it a little later, and the one before has written there
	port=$(free_port)
	TARGET=(127.0.0.1 "$port")
	netdev="user,id=net,net=192.168.28.0/24,host=192.168.28.1,hostfwd=tcp:127.0.0.1:$port-$ISLE_ADDRESS:$PORT"
	network=("HERMIT_PORTS=$port:$PORT")
	if [ "$kind" = tap ]; then
		TARGET=("$ISLE_ADDRESS" "$PORT")
		netdev=tap,id=net,ifname=tap0,script=no,downscript=no
		network=(HERMIT_NETIF=tap0)
	fi
	if [ "$1" = isle ]; then
		env "${network[@]}" "$top/hermit" run "$program" serve "$PORT" >"$work/server" 2>&1 &
	else
		"$here/linux-guest/run.sh" "$guest/serve" -netdev "$netdev" -device "virtio-net-pci,netdev=net,mac=52:54:c0:a8:1c:02" >"$work/server" 2>&1 &
	fi
	SERVER=$!
	for _ in $(seq 600); do
		! grep -q 'serving on' "$work/server" || return 0
		kill -0 "$SERVER" 2>/dev/null || break
		sleep 0.1
	done
	cat "$work/server" >&2
	die "the $1's server did not start"
}

# rows SYSTEM — those of `netbench` on its output or on the serial line.
rows() {
	tr -d '\r' | grep -E '^[a-z_0-9]+( [0-9.]+){3} ' | sed "s/^/$1 /"
}

measure() {
	start "$1"
	timeout 120 "$program" client "${TARGET[@]}" | rows "$1" >>"$work/rows"
	kill "$SERVER"
	wait "$SERVER" 2>/dev/null || true
	if [ "$1" = isle ]; then
		HERMIT_NETIF=none timeout -k 5 120 "$top/hermit" run "$program" local </dev/null
	else
		timeout -k 5 120 "$here/linux-guest/run.sh" "$guest/local"
	fi | rows "$1" >>"$work/rows"
}

make_all() {
	[ -x "$top/hermit-sdk-java/hermit-proxy/target/hermit-proxy" ] || die 'no kernel and proxy; run ./hermit build'
	mkdir -p "$here/target"
	gcc -O2 -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -static -pthread -o "$program" "$here"/network/*.c
	GUEST_NETWORK=$ISLE_ADDRESS/24,192.168.28.1 "$here/linux-guest/make.sh" "$program" "$guest/serve" serve "$PORT"
	mkdir -p "$guest/local"
	[ -e "$guest/local/vmlinuz" ] || cp -r "$guest/serve"/{vmlinuz,modules} "$guest/local/"
	"$here/linux-guest/make.sh" "$program" "$guest/local" local
}

main() {
	kind=${1:-user}
	local rounds=${2:-3} round
	[[ $kind =~ ^(user|tap)$ ]] || die "the network is user or tap, not '$kind'"
	[[ $rounds =~ ^[1-9][0-9]*$ ]] || die "ROUNDS is a number from 1, not '$rounds'"
	if [ "$kind" = tap ] && [ -z "${NETWORK_SPACE:-}" ]; then
		[ "$(id -u)" -eq 0 ] || die 'tap needs root'
		NETWORK_SPACE=1 exec unshare -n "$0" "$@"
	fi
	if [ "$kind" = tap ]; then
		ip link set lo up
		ip tuntap add tap0 mode tap
		ip addr add 192.168.28.1/24 dev tap0
		ip link set tap0 up
	fi
	make_all
	work=$(mktemp -d)
	SERVER=
	trap '[ -z "$SERVER" ] || kill "$SERVER" 2>/dev/null || true; rm -rf "$work"' EXIT
	printf 'accelerator tcg, %s cores, %s, network %s, %s rounds\n' "$HERMIT_CORES" "$HERMIT_MEM" "$kind" "$rounds"
	for ((round = 1; round <= rounds; round++)); do
		measure isle
		measure linux
		printf 'round %d done\n' "$round"
	done
	awk -v systems='isle linux' -v base=linux -f "$here/network/summary.awk" "$work/rows"
}

main "$@"
