# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# The JVM on isles beside Linux.
# @limit * 240

# Each JDK's, on three cores, while Linux works on the others.
test_nbody() {
	local proxy
	stress-ng --cpu 4 --timeout 200 >/dev/null 2>&1 &
	for proxy in "$JAVA/nbody-proxy" /hermit/.hermit/vm/nbody-*-proxy; do
		[ -x "$proxy" ] || continue
		expect_status 0 env HERMIT_ISLE=1 HERMIT_CPUS=3-5 HERMIT_MEM=1G "$proxy"
		printf '%s\n' "$OUTPUT"
		expect_match "its judgement ($proxy)" ': conserved$' "$OUTPUT"
	done
	kill $!
}

test_java_and_native() {
	HERMIT_ISLE=1 HERMIT_CPUS=6-8 HERMIT_MEM=1G "$JAVA/hello-proxy" >java.out 2>&1 &
	local java=$!
	expect_status 0 env HERMIT_ISLE=0 HERMIT_CPUS=1-2 "$TESTS/jacobi"
	wait "$java" || fail "$(cat java.out)"
	expect_match 'what Java prints' '^Hello from .* on an isle with 3 cores$' "$(cat java.out)"
}

# Byte for byte what Linux' own tools print.
test_wordcount() {
	local i=0
	while [ $i -lt 200 ]; do
		echo "one two  two $((i % 7)) $i	three"
		i=$((i + 1))
	done >words
	expect_status 0 env HERMIT_CPUS=1-2 HERMIT_MEM=1G "$JAVA/wordcount-proxy" words counts
	tr -s '[:space:]' '\n' <words | sed '/^$/d' | LC_ALL=C sort | LC_ALL=C uniq -c >expected
	cmp counts expected
}

test_server() {
	HERMIT_CPUS=1-3 HERMIT_MEM=1G "$JAVA/httpserver-proxy" >server.out 2>&1 &
	local server=$!
	wait_for 120 grep -q '^listening on port 8080' server.out
	ping -c 3 -W 5 192.168.28.2
	expect_match 'its greeting' '^Hello from OpenJDK .* on an isle with 3 cores' \
		"$(curl -sS --max-time 30 http://192.168.28.2:8080/)"
	expect_match 'its statistics' '"requests": ?2\b' "$(curl -sS --max-time 30 http://192.168.28.2:8080/stats)"
	kill "$server"
	wait "$server" || true
	expect_match 'its last line' '^stopped after 2 requests' "$(tail -n 1 server.out)"
}
