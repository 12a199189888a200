#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The JVM's own tools, from Linux into the isle: jcmd, jstack, jdb, JMX, flight recordings; and ./hermit ps, log, kill.
# The programs that run on the isles are in tools/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/test/tap.sh
HERMIT=$HERMIT_TOP/hermit
TALK=$HERMIT_TOP/hermit-sdk-java/hermit-proxy/target/test/talk
LIMIT=240 # seconds for anything to happen, on a busy machine without KVM

# ---- isles in the background ----

# isle_start NAME ARGUMENTS… — ./hermit run ARGUMENTS in the scratch folder; NAME.out, NAME.err, NAME.status.
isle_start() {
	local name=$1
	shift
	cd "$TAP_SCRATCH"
	rm -f "$name".*
	{
		status=0
		timeout -k 10 "$LIMIT" "$HERMIT" run "$@" >"$name.out" 2>"$name.err" </dev/null || status=$?
		echo "$status" >"$name.status"
	} >/dev/null 2>&1 &
}

# java_start NAME VERSION OPTIONS… CLASS ARGUMENTS…
java_start() {
	local name=$1 version=$2
	shift 2
	isle_start "$name" "$(jdk_find "$version")/bin/java" -Xmx128m -cp "$TAP_SCRATCH/classes" "$@"
}

wait_until() {
	local tries=$((LIMIT * 5))
	while ! "$@" 2>/dev/null; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || { printf 'not within %s s: %s\n' "$LIMIT" "$*" && show_isles && exit 1; }
		sleep 0.2
	done
}

# wait_for NAME PATTERN — in what the isle printed; fails at once where the isle has ended without it.
wait_for() {
	wait_until eval "grep -q '$2' '$1.out' || [ -e '$1.status' ]"
	grep -q "$2" "$1.out" || { printf 'no %s:\n' "$2" && show_isles && exit 1; }
}

# isle_pid NAME — once the program has said that it is up. Its own number on the isle is the proxy's.
isle_pid() {
	wait_for "$1" '^up '
	sed -n 's/^up //p' "$1.out"
}

# isle_end NAME STATUS
isle_end() {
	wait_until test -e "$1.status"
	[ "$(cat "$1.status")" = "$2" ] || show_isles
	expect "the exit status of $1" "$2" "$(cat "$1.status")"
}

show_isles() {
	tail -n 20 ./*.out ./*.err
}

stop_all() {
	local pid
	for pid in $("$HERMIT" ps | awk 'NR > 1 { print $1 }'); do
		"$HERMIT" kill -KILL "$pid" || true
	done
}

# ---- JDWP ----

# say WORDS PATTERN — a command for jdb; waits for a new line of its output that matches.
say() {
	local before
	before=$(wc -l <jdb.out)
	printf '%s\n' "$1" >&4
	wait_until eval "tail -n +$((before)) jdb.out | grep -q '$2'"
}

check_debugger() {
	local version=$1 port debugger
	port=$(free_port)
	HERMIT_PORTS=$port:5005 java_start "steps$version" "$version" \
		'-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=*:5005' Steps
	wait_for "steps$version" 'Listening for transport dt_socket'
	rm -f commands && mkfifo commands
	"$(jdk_find "$version")/bin/jdb" -attach "127.0.0.1:$port" <commands >jdb.out 2>&1 &
	debugger=$!
	exec 4>commands
	wait_until grep -q 'VM Started' jdb.out
	say 'stop in Steps.add' 'Deferring breakpoint Steps.add'
	say run 'Breakpoint hit: .*Steps.add(), line=[0-9]'
	say where '\[2\] Steps.main (Steps.java:[0-9]*)'
	say step 'Step completed: .*Steps.add(), line=[0-9]'
	say locals 'result = 1'
	say 'clear Steps.add' 'Removed: breakpoint Steps.add'
	say cont 'The application exited'
	exec 4>&-
	wait "$debugger"
	isle_end "steps$version" 0
	expect_match 'the program' '^total 6$' "$(cat "steps$version.out")"
}

check_port_in_use() {
	local port
	port=$(free_port)
	HERMIT_PORTS=$port:5005 isle_start first busybox sleep 1000
	wait_until eval "'$HERMIT' ps | grep -q '127.0.0.1:$port:5005'"
	HERMIT_PORTS=$port:5005 expect_status 2 "$HERMIT" run busybox true
	expect_match 'the message' "HERMIT_PORTS=$port:5005: TCP port $port of 127.0.0.1: Address already in use" "$OUTPUT"
	stop_all
	isle_end first 137
}

# ---- JMX ----

check_beans() {
	local version=$1 port name=beans$1 values
	port=$(free_port)
	HERMIT_PORTS=$port:$port java_start "$name" "$version" "-Dcom.sun.management.jmxremote.port=$port" \
		"-Dcom.sun.management.jmxremote.rmi.port=$port" -Dcom.sun.management.jmxremote.authenticate=false \
		-Dcom.sun.management.jmxremote.ssl=false -Djava.rmi.server.hostname=127.0.0.1 Idle
	local pid
	pid=$(isle_pid "$name")
	values=$("$(jdk_find "$version")/bin/java" -cp classes Beans "$port")
	expect_match 'the name' "^name $pid@isle0\$" "$values"
	expect_match 'the heap in use' '^heap [1-9][0-9]{5,}$' "$values"
	expect_match 'the threads' '^threads ([6-9]|[1-9][0-9])$' "$values"
	expect_match 'CPU time of the main thread' '^cpu [1-9][0-9]{6,}$' "$values"
	expect_match 'collections' '^collections [1-9]' "$values"
	"$HERMIT" kill "$pid"
	isle_end "$name" 143
}

# ---- Flight recordings ----

# events FILE — "NAME COUNT" a line
events() {
	"$(jdk_find 25 || jdk_find 17)/bin/jfr" summary "$1" | awk '/^ (jdk|org)\./ { print $1, $2 }'
}

expect_events() {
	local event counts
	counts=$(events "$1")
	for event in ExecutionSample GarbageCollection SocketRead SocketWrite FileRead FileWrite; do
		expect_match "events of the recording" "^jdk.$event [1-9]" "$counts"
	done
}

start_recording() {
	java_start "recording$1" "$1" "-XX:StartFlightRecording=filename=$TAP_SCRATCH/recording$1.jfr,settings=$TAP_SCRATCH/everything.jfc" \
		Busy 8
}

# Both JDKs' at once, by whoever comes first: to begin a recording takes a while without KVM.
check_recording() {
	local version=$1 other
	cd "$TAP_SCRATCH"
	if [ ! -e recordings ]; then
		: >recordings
		for other in $VERSIONS; do
			start_recording "$other"
		done
	fi
	[ -e "recording$version.out" ] || start_recording "$version"
	isle_end "recording$version" 0
	expect_events "recording$version.jfr"
	expect_match 'sampled methods' 'Busy.burn' \
		"$("$(jdk_find "$version")/bin/jfr" print --events jdk.ExecutionSample "recording$version.jfr")"
}

# ---- jcmd and its relatives ----

check_jcmd() {
	local version=$1 name=jcmd$1 pid jdk
	jdk=$(jdk_find "$version")
	java_start "$name" "$version" -XX:NativeMemoryTracking=summary Idle
	pid=$(isle_pid "$name")
	export JAVA_HOME=$jdk
	expect_match 'the heap' 'eden space [0-9]+K' "$("$HERMIT" jcmd "$pid" GC.heap_info)"
	expect_match 'the threads' '"main" #[0-9]+ ' "$("$HERMIT" jcmd java Thread.print)"
	expect_match 'native memory' 'Java Heap \(reserved=[0-9]+KB' "$("$HERMIT" jcmd java VM.native_memory summary)"
	expect_match 'the commands' '^GC.heap_info$' "$("$HERMIT" jcmd java)"
	# the JDK's tools find the proxy by themselves
	expect_match 'jcmd' "^[0-9.]* s\$" "$("$jdk/bin/jcmd" "$pid" VM.uptime)"
	expect_match 'jstack' 'java.lang.Thread.sleep' "$("$jdk/bin/jstack" "$pid")"
	expect_match 'jmap' 'java.lang.String' "$("$jdk/bin/jmap" -histo "$pid")"
	expect_match 'jinfo' 'MaxHeapSize=134217728' "$("$jdk/bin/jinfo" -flag MaxHeapSize "$pid")"
	expect 'no thread dump on its output' 0 "$(grep -c 'Full thread dump' "$name.out")"
	kill -QUIT "$pid"
	wait_for "$name" 'Full thread dump'
	"$HERMIT" kill "$pid"
	isle_end "$name" 143
	[ ! -e "/tmp/.java_pid$pid" ]
}

check_jcmd_records() {
	local pid
	java_start records 17 Idle
	pid=$(isle_pid records)
	JAVA_HOME=$(jdk_find 17)
	export JAVA_HOME
	expect_match 'the answer' 'Started recording' "$("$HERMIT" jcmd java JFR.start name=some "settings=$TAP_SCRATCH/everything.jfc")"
	expect_match 'the answer' 'Dumped recording' "$("$HERMIT" jcmd java JFR.dump name=some "filename=$TAP_SCRATCH/dump.jfr")"
	expect_match 'the events' '^jdk\.' "$(events dump.jfr)"
	"$HERMIT" kill -KILL "$pid"
	isle_end records 137
}

# Each finds its own, though both make their sockets in one /tmp.
check_one_tmp() {
	local name pid
	export JAVA_HOME
	JAVA_HOME=$(jdk_find 17)
	for name in one two; do
		isle_start "tmp-$name" --share /tmp "$JAVA_HOME/bin/java" -Xmx128m -cp classes "-Dname=$name" Idle
	done
	for name in one two; do
		pid=$(isle_pid "tmp-$name")
		expect_match 'its own property' "^name=$name\$" "$("$HERMIT" jcmd "$pid" VM.system_properties)"
		"$HERMIT" kill "$pid"
	done
	isle_end tmp-one 143
	isle_end tmp-two 143
}

# Streams into the isle, all that there are at a time: bytes come back as they were, a client that stands still holds up
# nobody else, one that vanishes leaves its place.
check_streams() {
	local i pid control clients=()
	isle_start echo "$TAP_SCRATCH/echo"
	pid=$(isle_pid echo)
	control=$XDG_RUNTIME_DIR/hermit/$pid
	head -c 2000000 /dev/urandom >bytes
	mkfifo never-read
	exec 5<>never-read
	{ echo attach && cat bytes bytes; } | "$TALK" "$control" >never-read &
	clients+=($!)
	for i in $(seq 12); do
		{ echo attach && cat bytes; } | timeout "$LIMIT" "$TALK" "$control" >"back$i" &
		clients+=($!)
	done
	for i in $(seq 12); do
		wait "${clients[i]}"
		tail -c +4 "back$i" | cmp - bytes
	done
	kill "${clients[0]}"
	wait "${clients[0]}" || true
	for i in $(seq 40); do
		{ echo attach && cat bytes; } | timeout 0.1 "$TALK" "$control" >never-read || true
		expect 'the bytes' $'ok\nhello' "$({ echo attach && printf hello; } | timeout "$LIMIT" "$TALK" "$control")"
	done
	"$HERMIT" kill "$pid"
	isle_end echo 143
}

check_jcmd_native() {
	isle_start native busybox sleep 1000
	wait_until eval "'$HERMIT' ps | grep -q busybox"
	expect_status 2 "$HERMIT" jcmd busybox Thread.print
	expect_match 'the message' 'isle [0-9]+ \(busybox\) has no JVM that takes commands' "$OUTPUT"
	stop_all
	isle_end native 137
}

check_jcmd_wrong_use() {
	expect_status 2 "$HERMIT" jcmd nobody Thread.print
	expect_match 'the message' 'nobody: no such isle; none is running' "$OUTPUT"
	JAVA_HOME=$TAP_SCRATCH expect_status 2 "$HERMIT" jcmd nobody
	expect_match 'the message' "JAVA_HOME=$TAP_SCRATCH has no bin/jcmd" "$OUTPUT"
	expect_status 2 "$HERMIT" jcmd --nonsense
	expect_match 'the message' "unknown option '--nonsense'" "$OUTPUT"
	expect_status 0 "$HERMIT" jcmd
	expect_match 'the list' '^PID +PROGRAM' "$OUTPUT"
}

# ---- crashes ----

check_crash_report() {
	local version=$1 pid report
	java_start "crash$version" "$version" -XX:-CreateCoredumpOnCrash Idle crash
	pid=$(isle_pid "crash$version")
	isle_end "crash$version" 1
	report=$(cat "hs_err_pid$pid.log")
	expect_match 'the report' "SIGSEGV \(0xb\) at pc=0x[0-9a-f]*, pid=$pid, tid=" "$report"
	expect_match 'the report' 'Unsafe.putAddress|Unsafe_Put' "$report"
	expect_match 'the report' 'Idle.main' "$report"
}

# ---- ps, log, kill ----

check_ps() {
	local first second
	HERMIT_MEM=256M HERMIT_CORES=1 isle_start ps-one busybox sleep 1000
	HERMIT_MEM=300M HERMIT_CORES=2 isle_start ps-two busybox sleep 1000
	wait_until eval "[ \"\$('$HERMIT' ps | grep -c busybox)\" -eq 2 ]"
	OUTPUT=$("$HERMIT" ps)
	expect_match 'the first' '^[0-9]+ +busybox +vm +192.168.28.2 +1 +256M +(booting|[0-9]+:[0-9]{2}) +- +sleep 1000$' "$OUTPUT"
	expect_match 'the second' '^[0-9]+ +busybox +vm +192.168.28.2 +2 +300M +(booting|[0-9]+:[0-9]{2}) +- +sleep 1000$' "$OUTPUT"
	first=$(awk '/256M/ { print $1 }' <<<"$OUTPUT")
	second=$(awk '/300M/ { print $1 }' <<<"$OUTPUT")
	expect_status 2 "$HERMIT" kill busybox
	expect_match 'the message' "busybox: several isles have that name; give the number of one: .*$second \(busybox\)" "$OUTPUT"
	expect_status 2 "$HERMIT" kill -NONSENSE "$first"
	expect_match 'the message' '-NONSENSE: no such signal' "$OUTPUT"
	wait_until eval "'$HERMIT' log $first | grep -q 'boot: .*busybox starts at'"
	"$HERMIT" kill -TERM "$first"
	isle_end ps-one 143
	"$HERMIT" log "$second" -f >followed &
	wait_until grep -q 'boot: .*busybox starts at' followed
	"$HERMIT" kill -9 busybox
	isle_end ps-two 137
	wait
	expect_status 2 "$HERMIT" log "$second"
	expect_match 'the message' 'no such isle; none is running' "$OUTPUT"
}

check_leftover() {
	local pid
	isle_start leftover busybox sleep 1000
	wait_until eval "'$HERMIT' ps | grep -q busybox"
	pid=$("$HERMIT" ps | awk '/busybox/ { print $1 }')
	kill -KILL "$pid"
	isle_end leftover 137
	expect 'what is left' "$pid" "$(ls "$XDG_RUNTIME_DIR/hermit")"
	expect 'the list' 1 "$("$HERMIT" ps | wc -l)"
	expect 'what is left after ps' '' "$(ls "$XDG_RUNTIME_DIR/hermit")"
}

# ----

prepare() {
	export HERMIT_BUILT=1 HERMIT_MEM=${HERMIT_MEM:-768M} HERMIT_CORES=${HERMIT_CORES:-2}
	export XDG_RUNTIME_DIR=$TAP_SCRATCH/runtime
	unset JAVA_HOME
	mkdir -p "$XDG_RUNTIME_DIR" "$TAP_SCRATCH/classes"
	trap 'stop_all; rm -rf "$TAP_SCRATCH"' EXIT
	gcc -std=gnu11 -O1 -Wall -Wextra -Werror -static -pthread .ci/test/tools/echo.c -o "$TAP_SCRATCH/echo"
	make -s -C "$HERMIT_TOP/hermit-sdk-java/hermit-proxy" test-tools >/dev/null
	cp .ci/test/tools/everything.jfc "$TAP_SCRATCH"
	"$(jdk_find 17)/bin/javac" -g --release 17 -nowarn -d "$TAP_SCRATCH/classes" .ci/test/tools/*.java 2>/dev/null
}

# for_versions NAME FUNCTION — a test for each JDK
for_versions() {
	local version
	for version in 17 25; do
		if [[ " $VERSIONS " == *" $version "* ]]; then
			tap_test "$1-$version" "$2" "$version"
		else
			tap_skip "$1-$version" "no JDK $version: set JAVA_HOME_$version or put it under /usr/lib/jvm"
		fi
	done
}

VERSIONS=
for major in 17 25; do
	jdk_find "$major" >/dev/null && VERSIONS="$VERSIONS $major"
done
tap_begin "$@"
[ "$TAP_LIST" -eq 1 ] || prepare
for_versions recording check_recording
for_versions debugger check_debugger
for_versions beans check_beans
for_versions jcmd check_jcmd
tap_test jcmd-records check_jcmd_records
tap_test jcmd-one-tmp check_one_tmp
tap_test streams check_streams
tap_test jcmd-native check_jcmd_native
tap_test jcmd-wrong-use check_jcmd_wrong_use
for_versions crash-report check_crash_report
tap_test ps check_ps
tap_test leftover check_leftover
tap_test port-in-use check_port_in_use
tap_end
