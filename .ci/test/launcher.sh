#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The drop-in java, as its users see it: ./hermit java, and a folder that other tools take for a JDK's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/test/tap.sh
SOURCES=$PWD/.ci/test/launcher
LIMIT=180
export LC_ALL=C.UTF-8 # a JVM takes arguments and file names for what the locale says

# The look-alike and the program's jars, once for all tests; the JDK, where a test asks for it.
prepare() {
	[ "$TAP_LIST" -eq 0 ] || return 0
	JDK=$(java_home)
	JAVA=$("$HERMIT_TOP/hermit" jdk 2>/dev/null)/bin/java
	WORK=$TAP_SCRATCH/work
	mkdir -p "$WORK/classes" "$WORK/lib" "$WORK/empty"
	"$JDK/bin/javac" -d "$WORK/classes" "$SOURCES"/*.java
	"$JDK/bin/jar" cf "$WORK/lib/helper.jar" -C "$WORK/classes" Helper.class
	printf 'Class-Path: ../lib/helper.jar\nMain-Class: Launched\n' >"$WORK/manifest"
	mkdir "$WORK/app"
	"$JDK/bin/jar" cfm "$WORK/app/app.jar" "$WORK/manifest" -C "$WORK/classes" Launched.class
	cd "$WORK/empty"
}

# on_isle STATUS ARGUMENTS… — java on an isle, in an empty folder; OUT and ERR are what it printed.
on_isle() {
	local expected=$1 status=0
	shift
	timeout -k 10 "$LIMIT" "$JAVA" "$@" >out 2>err || status=$?
	OUT=$(cat out) ERR=$(cat err)
	[ "$status" -eq "$expected" ] || {
		printf 'expected status %s, got %s\nstdout: %s\nstderr: %s\n' "$expected" "$status" "$OUT" "$ERR"
		exit 1
	}
}

# as_on_linux STATUS ARGUMENTS… — both JVMs give this status and print the same.
as_on_linux() {
	on_isle "$@"
	local status=0
	"$JDK/bin/java" "${@:2}" >linux.out 2>linux.err || status=$?
	expect 'the status on Linux' "$1" "$status"
	cmp linux.out out
	cmp linux.err err
}

check_version() {
	as_on_linux 0 -version
	as_on_linux 0 --version
	as_on_linux 0 -fullversion
}

check_version_25() {
	local java
	java=$(JAVA_HOME=$(jdk_find 25) "$HERMIT_TOP/hermit" jdk 2>/dev/null)/bin/java
	ERR=$(timeout -k 10 "$LIMIT" "$java" -version 2>&1)
	expect_match 'the version' '^openjdk version "25' "$ERR"
}

check_release() {
	cmp "$JDK/release" "${JAVA%/bin/java}/release"
	OUT=$(timeout -k 10 "$LIMIT" "$JAVA" --list-modules)
	expect 'all modules' "$("$JDK/bin/java" --list-modules)" "$OUT"
}

check_class_path() {
	on_isle 0 -cp "$WORK/classes" -Dlaunched=yes Launched say 'a b' '' ü
	expect 'what it says' "arguments say|a b||ü
property yes
helped yes
folder $WORK/empty" "$OUT"
	expect 'nothing on stderr' '' "$ERR"
	on_isle 0 -cp "../lib/*:../app/app.jar" Launched say
	expect_match 'a jar found by a wildcard' '^helped yes$' "$OUT"
}

check_class_path_variable() {
	CLASSPATH=$WORK/classes on_isle 0 Launched say
	expect_match 'what it says' '^arguments say$' "$OUT"
}

check_jar() {
	on_isle 0 -jar ../app/app.jar say x
	expect_match 'the jar that its manifest names' '^helped yes$' "$OUT"
	expect_match 'its arguments' '^arguments say\|x$' "$OUT"
}

check_argument_file() {
	printf -- '# options\n-cp "%s"\n  -Dlaunched="two \\\n   words"\n' "$WORK/classes" >../arguments
	on_isle 0 @../arguments Launched say @../arguments
	expect_match 'the property' '^property two words$' "$OUT"
	expect_match 'what is the program'"'"'s own' '^arguments say\|@\.\./arguments$' "$OUT"
}

check_java_options() {
	JDK_JAVA_OPTIONS="-cp '$WORK/classes' -Dlaunched=by-variable" on_isle 0 Launched say
	expect_match 'the property' '^property by-variable$' "$OUT"
	expect 'HotSpot'"'"'s note' "NOTE: Picked up JDK_JAVA_OPTIONS: -cp '$WORK/classes' -Dlaunched=by-variable" "$ERR"
}

check_source_file() {
	on_isle 0 "$SOURCES/Launched.java" say from-source
	expect_match 'what it says' '^arguments say\|from-source$' "$OUT"
}

check_bytes() {
	# every value of a byte, and several MiB that do not compress
	{
		for i in $(seq 0 255); do printf '%b' "\\0$(printf %o "$i")"; done
		head -c 5000000 "$HERMIT_TOP/hermit-kernel/target/kernel.elf"
		head -c 3000000 /dev/urandom
	} >bytes
	timeout -k 10 "$LIMIT" "$JAVA" -cp ../classes Launched copy <bytes >copied
	cmp bytes copied
	# no input: its end comes at once
	on_isle 0 -cp ../classes Launched copy
	expect 'nothing' '' "$OUT$ERR"
}

# Each line comes back before the next is sent: nothing waits for a full buffer.
check_conversation() {
	local i answer
	coproc ISLE { exec timeout -k 10 "$LIMIT" "$JAVA" -cp ../classes Launched copy; }
	local to=${ISLE[1]} from=${ISLE[0]}
	for i in 1 2 3; do
		printf 'line %s\n' "$i" >&"$to"
		IFS= read -r -t 60 answer <&"$from"
		expect 'an answer' "line $i" "$answer"
	done
	exec {to}>&-
	wait "$ISLE_PID"
}

check_status_and_streams() {
	on_isle 7 -cp ../classes Launched exit 7
	expect 'stdout' 'to stdout' "$OUT"
	expect 'stderr' 'to stderr' "$ERR"
}

check_wrong_usage() {
	as_on_linux 1 -cp ../classes NoSuchClass
	as_on_linux 1 -Xwrong
	as_on_linux 1 -jar none.jar
	as_on_linux 1 @none
	as_on_linux 1 -cp
	on_isle 1 -cp ../classes Launched nonsense
	expect_match 'an exception' '^Exception in thread "main" java.lang.IllegalArgumentException: nonsense' "$ERR"
}

check_unshared_entry() {
	on_isle 2 -cp "/etc/hosts:../classes" Launched say
	expect_match 'the entry and the remedy' 'class path entry /etc/hosts: .*HERMIT_SHARE' "$ERR"
	HERMIT_SHARE=/usr/lib on_isle 2 -version
	expect_match 'the variable' '^java: HERMIT_SHARE=/usr/lib: ' "$ERR"
}

check_system_jars() {
	[ -d /usr/share/java ] || return 0
	local jar
	jar=$(find /usr/share/java -name '*.jar' -print -quit)
	[ -n "$jar" ] || return 0
	on_isle 0 -cp "$jar:../classes" Launched say
	expect_match 'what it says' '^arguments say$' "$OUT"
}

# A JRE: the file 'release', bin/java, and no more.
check_no_jlink() {
	local status=0
	mkdir -p ../jre/bin
	cp "$JDK/release" ../jre/
	printf '#!/bin/sh\n' >../jre/bin/java
	chmod +x ../jre/bin/java
	OUT=$(JAVA_HOME=$WORK/jre "$HERMIT_TOP/hermit" java -version 2>&1) || status=$?
	expect 'the status' 2 "$status"
	expect_match 'the folder and what it lacks' "JAVA_HOME='$WORK/jre' .*bin/jlink" "$OUT"
}

# wait_for FILE TEXT PID — until the text is in the file.
wait_for() {
	local tries=600
	until grep -q -- "$2" "$1" 2>/dev/null; do
		tries=$((tries - 1))
		if [ "$tries" -eq 0 ] || [ ! -d "/proc/$3" ]; then
			printf 'no "%s" in:\n' "$2"
			cat "$1"
			return 1
		fi
		sleep 0.1
	done
}

# wait_gone PID SECONDS — until that QEMU has ended.
wait_gone() {
	local tries=$(($2 * 10))
	while kill -0 "$1" 2>/dev/null; do
		tries=$((tries - 1))
		if [ "$tries" -eq 0 ]; then
			printf 'QEMU %s is left behind\n' "$1"
			return 1
		fi
		sleep 0.1
	done
}

# begin — a program that waits, in the background; sets PID and QEMU.
begin() {
	: >out # the background process would empty it a little later
	env --default-signal=INT --default-signal=QUIT "$JAVA" -cp ../classes Launched wait >out 2>err &
	PID=$!
	wait_for out ready "$PID"
	QEMU=$(qemu_below "$PID")
}

# ended STATUS — the program ends with it, and QEMU with the program.
ended() {
	local status=0
	wait "$PID" || status=$?
	expect 'the status' "$1" "$status"
	wait_gone "$QEMU" 5
}

check_signals() {
	begin
	kill -QUIT "$PID"
	wait_for out 'Full thread dump' "$PID"
	kill -INT "$PID"
	ended 130
	expect_match 'the shutdown hook' '^hook$' "$(cat out)"
}

check_dead_isle() {
	begin
	kill -KILL "$QEMU"
	ended 125
	expect_match 'the reason' '^java: ' "$(cat err)"
}

check_killed_launcher() {
	begin
	kill -KILL "$PID"
	ended 137
}

# Two at once in a new cache: one is made, both run. Another kernel makes another; what nobody has used for an hour goes.
check_cache() {
	local cache=$TAP_SCRATCH/cache jar first old made
	local arguments=(jdk --jdk "$JDK" --proxy "$PROXY")
	jar=$(echo "$HERMIT_TOP"/hermit-sdk-java/hermit-image/target/hermit-image-*-cli.jar)
	export XDG_CACHE_HOME=$cache
	"$JDK/bin/java" -jar "$jar" "${arguments[@]}" --kernel "$KERNEL" >one 2>&1 &
	first=$!
	"$JDK/bin/java" -jar "$jar" "${arguments[@]}" --kernel "$KERNEL" >two 2>&1
	wait "$first"
	expect 'one that built' 1 "$(cat one two | grep -c ', built in ')"
	expect 'one that found it' 1 "$(cat one two | grep -c ', up to date')"
	old=$(tail -n 1 one)
	[ -x "$old/bin/java" ]
	cp "$KERNEL" other.elf
	printf x >>other.elf
	made=$("$JDK/bin/java" -jar "$jar" "${arguments[@]}" --kernel other.elf 2>/dev/null)
	[ -x "$old/bin/java" ] && [ -x "$made/bin/java" ] && [ "$old" != "$made" ]
	touch -d '2 hours ago' "$old/bin/java"
	printf x >>other.elf
	"$JDK/bin/java" -jar "$jar" "${arguments[@]}" --kernel other.elf >/dev/null 2>&1
	[ ! -e "$old" ] && [ -x "$made/bin/java" ]
	rm -r "$cache"
}

# The second start builds nothing, and asks neither make nor Maven nor a JVM: without them on PATH it works as well.
check_second_start() {
	"$HERMIT_TOP/hermit" java -version
	local program
	mkdir bin
	for program in bash readlink dirname cut find sort stat sha256sum realpath grep sed head gcc cat qemu-system-x86_64; do
		ln -s "$(type -P "$program")" bin/
	done
	JAVA_HOME=$JDK PATH=$PWD/bin expect_status 0 "$HERMIT_TOP/hermit" java -version
	expect_match 'the version' '^openjdk version' "$OUTPUT"
}

# qemu_below PID — the process number of the QEMU that a descendant of PID has started.
qemu_below() {
	local child children
	read -r -a children <<<"$(cat /proc/"$1"/task/*/children 2>/dev/null)"
	for child in "${children[@]}"; do
		if grep -qz '^qemu-system' "/proc/$child/cmdline"; then
			printf '%s\n' "$child"
		else
			qemu_below "$child"
		fi
	done
}

tap_begin "$@"
prepare
tap_test version check_version
if jdk_find 25 >/dev/null; then
	tap_test version-25 check_version_25
else
	tap_skip version-25 'no JDK 25'
fi
tap_test release check_release
tap_test class-path check_class_path
tap_test class-path-variable check_class_path_variable
tap_test jar check_jar
tap_test argument-file check_argument_file
tap_test java-options check_java_options
tap_test source-file check_source_file
tap_test bytes check_bytes
tap_test conversation check_conversation
tap_test status-and-streams check_status_and_streams
tap_test wrong-usage check_wrong_usage
tap_test unshared-entry check_unshared_entry
tap_test system-jars check_system_jars
tap_test no-jlink check_no_jlink
tap_test signals check_signals
tap_test dead-isle check_dead_isle
tap_test killed-launcher check_killed_launcher
tap_test cache check_cache
tap_test second-start check_second_start
tap_end
