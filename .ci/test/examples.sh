#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The executables of the examples, as a user starts them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/test/tap.sh
EXAMPLES=$PWD/examples

# proxy STATUS NAME ARGUMENTS… — runs an example in the scratch folder; OUT and ERR are what it printed.
proxy() {
	local expected=$1 name=$2 status=0
	shift 2
	cd "$TAP_SCRATCH"
	timeout -k 10 180 "$EXAMPLES/$name/target/$name-proxy" "$@" >out 2>err || status=$?
	OUT=$(cat out) ERR=$(cat err)
	[ "$status" -eq "$expected" ] || {
		printf 'expected status %s, got %s\nstdout: %s\nstderr: %s\n' "$expected" "$status" "$OUT" "$ERR"
		exit 1
	}
}

check_hello() {
	proxy 0 hello
	expect_match 'a greeting' '[Hh]ello' "$OUT"
	expect 'nothing on stderr' '' "$ERR"
}

check_hello_arguments() {
	proxy 0 hello a 'b c'
	expect_match 'the arguments' '^argument 1: a$' "$OUT"
	expect_match 'the arguments' '^argument 2: b c$' "$OUT"
}

check_hello_log() {
	HERMIT_VERBOSE=1 proxy 0 hello
	expect_match 'a kernel log with times' '[0-9]' "$ERR"
}

check_hello_sections() {
	local sections
	sections=$(readelf -SW "$EXAMPLES/hello/target/hello-proxy" | grep -o '\.hermit\.[a-z]*' | sort | paste -sd' ')
	expect 'the sections' '.hermit.kernel .hermit.manifest .hermit.rootfs' "$sections"
}

check_nbody() {
	proxy 0 nbody
	expect_match 'its judgement' ': conserved$' "$OUT"
}

check_dgemm() {
	HERMIT_CORES=4 HERMIT_MEM=1G proxy 0 dgemm 512
	expect_match 'its judgement' ': correct$' "$OUT"
}

# Byte for byte what the usual pipeline of Unix tools prints.
check_wordcount() {
	local words=$TAP_SCRATCH/words.txt
	{
		awk 'BEGIN { for (i = 0; i < 2000; i++) print "the quick brown fox jumps over the lazy dog and the cat" }'
		seq 1 3000
		printf 'Grüße  an\talle\n\n'
	} >"$words"
	tr -s '[:space:]' '\n' <"$words" | sed '/^$/d' | LC_ALL=C sort | uniq -c >"$TAP_SCRATCH/expected.txt"
	proxy 0 wordcount words.txt counts.txt
	cmp "$TAP_SCRATCH/expected.txt" "$TAP_SCRATCH/counts.txt"
	proxy 1 wordcount no-such-file.txt counts.txt
	expect_match 'the file' 'no-such-file.txt' "$ERR"
}

check_thread_dump() {
	local pid tries=300
	cd "$TAP_SCRATCH"
	env --default-signal=INT --default-signal=QUIT "$EXAMPLES/nbody/target/nbody-proxy" 64 1000000 >out 2>err &
	pid=$!
	sleep 3
	while ! grep -q 'Full thread dump' out; do
		kill -QUIT "$pid" 2>/dev/null || true
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] && [ -d "/proc/$pid" ] || { cat out err; exit 1; }
		sleep 0.2
	done
	kill -TERM "$pid"
	local status=0
	wait "$pid" || status=$?
	expect 'the exit status' 143 "$status"
}

# linux NAME — the example's jar by the JVM of this machine.
linux() {
	OUT=$(timeout -k 10 120 "$(java_home)/bin/java" -jar "$EXAMPLES/$1/target/$1.jar" 2>&1)
}

check_affinity() {
	HERMIT_CORES=3 proxy 0 affinity
	expect 'nothing on stderr' '' "$ERR"
	expect_match 'a pinned thread' '^pinned to core [0-2]: ' "$OUT"
	expect_match 'the counters of a quiet core' '^ *switches 0, .* timer 0, devices 0, reschedules 0' "$OUT"
}

check_affinity_linux() {
	linux affinity
	expect_match 'a pinned thread' '^pinned to core [0-9]*: ' "$OUT"
	expect_match 'what is missing' 'QuietCore needs an isle, and this is Linux' "$OUT"
}

check_hugepages() {
	HERMIT_MEM=2G proxy 0 hugepages
	expect 'nothing on stderr' '' "$ERR"
	expect_match 'large pages' '^pages of 2048 KiB:.*sum right' "$OUT"
}

check_hugepages_linux() {
	linux hugepages
	expect_match 'small pages' '^pages of 4 KiB:.*sum right' "$OUT"
	expect_match 'what is missing' 'needs an isle, and this is Linux' "$OUT"
}

# service NAME PORTS ARGUMENTS… — starts an example in the scratch folder with HERMIT_PORTS=PORTS; SERVICE is its process.
service() {
	local name=$1 ports=$2
	shift 2
	cd "$TAP_SCRATCH"
	: >out # the background process would empty it a little later
	HERMIT_PORTS=$ports timeout -k 10 150 "$EXAMPLES/$name/target/$name-proxy" "$@" >out 2>err &
	SERVICE=$!
	trap 'kill "$SERVICE" 2>/dev/null || true' EXIT # where the test fails
	wait_for_output out '^(listening on port [0-9]+, .*(threads|request)|echo by [a-z]+ on port [0-9]{4})$'
}

# wait_for_output FILE PATTERN
wait_for_output() {
	local tries=600
	until grep -Eq "$2" "$1"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] && kill -0 "$SERVICE" 2>/dev/null || { cat out err; exit 1; }
		sleep 0.1
	done
}

# SIGTERM ends a service as it ends any program, its shutdown hooks run before.
stop_service() {
	local status=0
	kill -TERM "$SERVICE"
	wait "$SERVICE" || status=$?
	expect 'the exit status' 143 "$status"
	expect 'nothing on stderr' '' "$(cat err)"
}

check_httpserver() {
	local port
	port=$(free_port)
	service httpserver "$port:8080"
	expect_match 'a greeting from an isle' '^Hello from .* on an isle with' "$(curl -sS -m 30 "localhost:$port/")"
	expect_match 'its statistics' '^[{]"requests": 2, ' "$(curl -sS -m 30 "localhost:$port/stats")"
	expect 'the status' 404 "$(curl -sS -m 30 -o body -w '%{http_code}' "localhost:$port/other")"
	expect 'the status' 405 "$(curl -sS -m 30 -o body -w '%{http_code}' -d x "localhost:$port/")"
	stop_service
	expect_match 'what it served' '^stopped after 4 requests$' "$(cat out)"
}

check_httpserver_usage() {
	proxy 2 httpserver eighty
	expect_match 'what is wrong' "^httpserver: 'eighty' is no port: " "$ERR"
}

# netty TRANSPORT — a stream of some size, and datagrams.
check_netty() {
	local port i
	port=$(free_port)
	service netty-echo "$port:7777,udp:$port:7777" "$1"
	expect_match 'who waits' "^echo by $1 on port 7777$" "$(cat out)"
	head -c 300000 /dev/urandom >sent
	exec 3<>"/dev/tcp/127.0.0.1/$port" 4<>"/dev/udp/127.0.0.1/$port"
	cat sent >&3 &
	timeout 60 head -c 300000 <&3 >received
	cmp sent received
	for i in 1 2 3; do
		printf 'datagram %d' "$i" >&4
		expect 'the datagram' "datagram $i" "$(timeout 30 head -c 10 <&4)"
	done
	stop_service
}

check_netty_usage() {
	proxy 2 netty-echo kqueue
	expect_match 'what is wrong' "^netty-echo: 'kqueue' is no transport; there are: nio, epoll" "$ERR"
}

tap_begin "$@"
tap_test hello check_hello
tap_test hello-arguments check_hello_arguments
tap_test hello-log check_hello_log
tap_test hello-sections check_hello_sections
tap_test nbody check_nbody
tap_test dgemm check_dgemm
tap_test wordcount check_wordcount
tap_test affinity check_affinity
tap_test affinity-linux check_affinity_linux
tap_test hugepages check_hugepages
tap_test hugepages-linux check_hugepages_linux
tap_test thread-dump check_thread_dump
tap_test httpserver check_httpserver
tap_test httpserver-usage check_httpserver_usage
tap_test netty-nio check_netty nio
tap_test netty-epoll check_netty epoll
tap_test netty-usage check_netty_usage
tap_end
