#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# JMH on Linux whose forks boot isles, by the drop-in java; the suite of benchmarks/jmh; hermit-jmh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/test/tap.sh
TARGET=$PWD/benchmarks/jmh/target
JAR=$TARGET/benchmarks.jar
CLASSES=$JAR:$TARGET/test-classes # with the benchmarks that go wrong
export LC_ALL=C.UTF-8 # a JVM prints as the locale says
export HERMIT_CORES=${HERMIT_CORES:-2} HERMIT_MEM=${HERMIT_MEM:-1G}

# on_host COMMAND-LINE… — java of Linux in a folder of the test's own; several JMHs may run on this machine at a time.
on_host() {
	timeout -k 10 "${LIMIT:-240}" "$HOST/bin/java" -Djmh.ignoreLock=true "$@"
}

# jmh STATUS ARGUMENTS… — JMH on Linux with forks on isles; what it prints goes to `out`.
jmh() {
	local expected=$1 status=0
	shift
	on_host -cp "$CLASSES" org.openjdk.jmh.Main -jvm "$ISLE/bin/java" "$@" >out 2>&1 || status=$?
	cat out
	expect 'the exit status' "$expected" "$status"
}

# A JSON file in one line without blanks.
flat() {
	tr -d ' \n' <"$1"
}

in_folder() {
	mkdir -p "$TAP_SCRATCH/$1"
	cd "$TAP_SCRATCH/$1"
	shift
	"$@"
}

# The command that users type first.
check_fork() {
	local status=0
	on_host -jar "$JAR" -jvm "$ISLE/bin/java" -f 1 -wi 1 -i 2 -w 1 -r 1 -rf json NBody >out 2>&1 || status=$?
	cat out
	expect 'the exit status' 0 "$status"
	expect 'the forks' 1 "$(grep -c '^# Fork: ' out)"
	expect_match 'the benchmark' '"benchmark":"org.hermitcore.benchmarks.jmh.NBody.step"' "$(flat jmh-result.json)"
	expect_match 'the JVM' "\"jvm\":\"$ISLE/bin/java\"" "$(flat jmh-result.json)"
	expect_match 'the score' '"score":[1-9][0-9.]*,' "$(flat jmh-result.json)"
}

# A second fork links back to the same listener.
check_forks_and_threads() {
	jmh 0 -f 2 -t 4 -wi 0 -i 1 -r 200ms -rf json NanoTime.latency
	expect_match 'the threads' '^# Threads: 4 threads' "$(cat out)"
	expect_match 'the second fork' '^# Fork: 2 of 2' "$(cat out)"
	expect_match 'results of both forks' '"rawData":\[\[[1-9][0-9.]*\],\[[1-9][0-9.]*\]\]' "$(flat jmh-result.json)"
}

check_params() {
	jmh 0 -f 1 -wi 0 -i 1 -r 200ms -p edge=4,6 SparseProduct
	expect_match 'the first row' '^SparseProduct.spmv +4 +thrpt' "$(cat out)"
	expect_match 'the second row' '^SparseProduct.spmv +6 +thrpt' "$(cat out)"
	expect_match 'its rate' '^SparseProduct.spmv:flops +6 +thrpt' "$(cat out)"
}

check_profilers() {
	local profilers=() name
	for name in gc stack cl comp mempool pauses; do
		profilers+=(-prof "$name")
	done
	jmh 0 -f 1 -wi 1 -w 200ms -i 2 -r 1 "${profilers[@]}" -prof org.hermitcore.jmh.CoreCountersProfiler:per=iteration MapChurn
	for name in gc.count stack class.load compiler.time.profiled mempool.total.used pauses isle.switches isle.interrupts.timer \
		isle.pageFaults; do
		expect_match "profiler result $name" "^MapChurn.replace:$name" "$(cat out)"
	done
	expect_match 'counted page faults' '^MapChurn.replace:isle.pageFaults .* [1-9][0-9.]* +#$' "$(cat out)"
}

check_flight_recorder() {
	jmh 0 -f 1 -wi 0 -i 2 -r 1 -prof org.hermitcore.jmh.FlightRecorderProfiler:dir=recordings NBody
	expect_match 'samples' '^NBody.step:jfr.samples .* [1-9][0-9.]* +#$' "$(cat out)"
	expect_match 'the hot method' '% +org.hermitcore.benchmarks.kernels.Bodies.accelerate$' "$(cat out)"
	expect 'the files' org.hermitcore.benchmarks.jmh.NBody.step-AverageTime-n-100.jfr "$(ls recordings)"
	expect_match 'what jfr reads' 'jdk.ExecutionSample +[1-9]' "$("$HOST/bin/jfr" summary recordings/*.jfr)"
	# a folder that the isle does not share with the host
	jmh 1 -f 1 -wi 0 -i 1 -foe true -prof org.hermitcore.jmh.FlightRecorderProfiler:dir=/dev/shm/not-shared NBody
	expect_match 'the error' 'cannot write to /dev/shm/not-shared: the isle does not share this folder' "$(cat out)"
}

check_counters_on_linux() {
	expect_status 1 on_host -jar "$JAR" -f 1 -wi 0 -i 1 -r 50ms -foe true -prof org.hermitcore.jmh.CoreCountersProfiler NanoTime.latency
	expect_match 'the error' 'CoreCounters needs an isle, and this is Linux' "$OUTPUT"
	expect_status 1 on_host -jar "$JAR" -f 1 -prof org.hermitcore.jmh.CoreCountersProfiler:each=op NanoTime.latency
	expect_match 'the error' "CoreCountersProfiler: unknown option 'each'; there are:" "$OUTPUT"
	expect_match 'what JMH finds' 'org.hermitcore.jmh.CoreCountersProfiler: .* \(discovered\)' "$(on_host -jar "$JAR" -lprof)"
}

check_behaves() {
	jmh 0 Hazards.behaves
	expect_match 'standard output of the fork' 'printed to stdout: größer$' "$(cat out)"
	expect_match 'standard error of the fork, and where it is' 'printed to stderr on .*-hermit$' "$(cat out)"
	expect 'the shutdown hook' yes "$(cat hook-ran)"
}

check_failures() {
	jmh 1 -foe true Hazards.throwsUp
	expect_match 'the exception' 'IllegalStateException: thrown on purpose' "$(cat out)"
	jmh 1 -foe true Hazards.exits
	expect_match 'the reason' 'VM prematurely exited' "$(cat out)"
	jmh 1 -foe true Hazards.halts
	expect_match 'the reason' 'forked VM failed with exit code 3' "$(cat out)"
}

check_timeout() {
	jmh 0 -to 2s Hazards.sleeps
	expect_match 'the interrupt' 'benchmark timed out, interrupted' "$(cat out)"
	expect_match 'what the benchmark does' '^interrupted$' "$(cat out)"
}

# Starts a fork that sleeps; PID is JMH, the leader of a process group, FORK its fork, EMULATOR the fork's. Temporary files of
# a JMH that is killed stay.
start_sleeping() {
	: >out
	env --default-signal=INT setsid "$HOST/bin/java" -Djmh.ignoreLock=true "-Djava.io.tmpdir=$PWD" -cp "$CLASSES" org.openjdk.jmh.Main \
		-jvm "$ISLE/bin/java" -foe true Hazards.sleeps >out 2>&1 &
	PID=$!
	trap 'kill -KILL -- "-$PID" 2>/dev/null || true' EXIT
	wait_until 120 grep -q '^.*sleeping$' out
	FORK=$(pgrep -P "$PID")
	EMULATOR=$(pgrep -P "$FORK" qemu)
}

# wait_until SECONDS COMMAND…
wait_until() {
	local tries=$(($1 * 10))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || {
			printf 'not within its time: %s\n' "$*"
			cat out
			exit 1
		}
		sleep 0.1
	done
}

is_gone() {
	! grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$1/status"
}

# ends_with STATUS SECONDS — JMH, and nothing of it is left.
ends_with() {
	local status=0 process
	wait_until "$2" is_gone "$PID"
	wait "$PID" || status=$?
	cat out
	expect 'the exit status' "$1" "$status"
	for process in "$FORK" "$EMULATOR"; do
		wait_until 10 is_gone "$process"
	done
}

# ^C of a terminal goes to the whole group.
check_interrupt() {
	start_sleeping
	kill -INT -- "-$PID"
	ends_with 130 20
}

check_killed_emulator() {
	start_sleeping
	kill -KILL "$EMULATOR"
	ends_with 1 20
	expect_match 'what JMH says' 'forked VM failed with exit code 125' "$(cat out)"
}

check_killed_proxy() {
	start_sleeping
	kill -KILL "$FORK"
	ends_with 1 20
	expect_match 'what JMH says' 'forked VM failed with exit code 137' "$(cat out)"
}

# JMH asks for properties first, twice: that takes no isle.
check_no_isle() {
	HERMIT_QEMU=/bin/false jmh 1 -f 1 -foe true NanoTime.latency
	expect_match 'the properties' '^# VM version: JDK [1-9]' "$(cat out)"
	expect_match 'what JMH says' 'forked VM failed with exit code (2|125)' "$(cat out)"
}

# Everything in one JVM, which is enough to see that it works there.
check_suite() {
	LIMIT=240 timeout -k 10 240 "$ISLE/bin/java" -Djmh.ignoreLock=true -jar "$JAR" -f 0 -wi 0 -i 1 -r 50ms -foe true \
		-p length=65536 >out 2>&1 || {
		tail -n 40 out
		exit 1
	}
	expect 'benchmarks that ran' "$(on_host -jar "$JAR" -l | grep -c '^org')" \
		"$(sed -n 's/^# Benchmark: //p' out | sort -u | wc -l)"
}

check_host_and_isle() {
	local runner=(on_host -cp "$CLASSES" org.hermitcore.jmh.HostAndIsle --host "$HOST/bin/java" --isle "$ISLE/bin/java")
	"${runner[@]}" -f 1 -wi 1 -w 200ms -i 2 -r 200ms -bm avgt,thrpt NanoTime.latency >table 2>progress || {
		cat progress
		exit 1
	}
	cat table
	expect 'the progress' 'host isle' "$(sed 's/.* on \(.*\), 1 of 1/\1/' progress | paste -sd' ')"
	expect_match 'a row of times' '^NanoTime.latency +avgt +lower +[0-9.]+ .* ns/op +[0-9.]+$' "$(cat table)"
	expect_match 'a row of speeds' '^NanoTime.latency +thrpt +higher +[0-9.e-]+ .* ops/ns +[0-9.]+$' "$(cat table)"
	expect_match 'results' '"better":"higher",.*"better":"lower",' "$(flat host-and-isle.json)"
	expect_match 'the scores of the isle' '"isle":\{"score":[0-9].*"isle":\{"score":[1-9]' "$(flat host-and-isle.json)"
	HERMIT_QEMU=/bin/false expect_status 1 "${runner[@]}" -f 1 -wi 0 -i 1 -r 50ms NanoTime.latency
	expect_match 'the error' 'NanoTime.latency failed on the isle: Forked VM failed with exit code' "$OUTPUT"
}

# Whether JDK 25 and its look-alike do it too.
check_jdk() {
	HOST=$(jdk_find 25)
	ISLE=$(JAVA_HOME=$HOST ./hermit jdk)
	in_folder jdk25 check_fork
}

tap_begin "$@"
if [ "$TAP_LIST" -eq 0 ]; then
	HOST=$(java_home)
	ISLE=$(./hermit jdk)
fi
tap_test fork in_folder fork check_fork
tap_test forks-and-threads in_folder forks check_forks_and_threads
tap_test params in_folder params check_params
tap_test profilers in_folder profilers check_profilers
tap_test flight-recorder in_folder recorder check_flight_recorder
tap_test counters-on-linux in_folder linux check_counters_on_linux
tap_test behaves in_folder behaves check_behaves
tap_test failures in_folder failures check_failures
tap_test timeout in_folder timeout check_timeout
tap_test interrupt in_folder interrupt check_interrupt
tap_test killed-emulator in_folder emulator check_killed_emulator
tap_test killed-proxy in_folder proxy check_killed_proxy
tap_test no-isle in_folder no-isle check_no_isle
tap_test suite in_folder suite check_suite
tap_test host-and-isle in_folder both check_host_and_isle
if jdk_find 25 >/dev/null; then
	tap_test jdk-25 check_jdk
else
	tap_skip jdk-25 "no JDK 25: set JAVA_HOME_25 or put it under /usr/lib/jvm"
fi
tap_end
