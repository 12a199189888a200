# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# The drop-in java: which folders the isle sees for which command line, and what JMH needs.

# java ARGUMENTS…: a look-alike whose isle prints what it was told. The working folder is `here`, folders beside it are made.
java() {
	if [ ! -x ./java ]; then
		pack java java.home="$PWD/jdk" arg=blob
		mkdir -p here lib more/deep "with blank" jdk/bin
	fi
	(cd here && run ../java "$@" && mv out err .. && echo "$status" >../status)
	status=$(<status)
}

# shares EXPECTED…: what is shared besides the working folder, in order, relative to the test's folder.
shares() {
	expect_status 0
	grep '^share=' out | sed "s|^share=$PWD/||; s| share[0-9]*\$||" | grep -vx here >shared
	printf '%s\n' "$@" | sed '/^$/d' >expected
	cmp -s expected shared || fail "shared: $(paste -sd' ' shared); expected: $*"
}

# jar_with FILE stored|deflated CLASS-PATH
jar_with() {
	printf 'Manifest-Version: 1.0\r\nMain-Class: Main\r\nClass-Path: %s\r\n\r\nName: x\r\nClass-Path: /usr/local\r\n' "$3" |
		"$target/test/jar" "$1" "$2"
}

test_java_shares_the_working_folder() {
	java -version
	shares ''
	expect_match out "^cwd=$PWD/here$"
	expect_match out "^share=$PWD/here share0$"
	expect_match out '^arg=-version$'
}

test_java_class_path() {
	java -version
	: >lib/a.jar
	java -cp ../lib/a.jar:../more:../missing.jar:. Main
	shares lib:ro more:ro
	java -classpath ../lib Main
	shares lib:ro
	java --class-path=../lib Main -cp ../more
	shares lib:ro more
	: >"with blank/b.jar"
	java -cp ../more -cp "../with blank/*" Main
	shares 'with blank:ro'
}

test_java_class_path_of_the_environment() {
	java -version
	: >lib/a.jar
	CLASSPATH=../more:../lib/a.jar java Main
	shares lib:ro more:ro
	CLASSPATH=../more java -cp ../lib Main
	shares lib:ro
	CLASSPATH=../more java -jar ../lib/a.jar
	shares lib:ro
}

test_java_module_path() {
	java -p ../lib:../more/deep --patch-module m=../jdk -m m/Main
	shares jdk:ro lib:ro more/deep:ro
	java --module-path=../lib --module=m/Main
	shares lib:ro
}

test_java_jar_names_jars() {
	java -version
	mkdir more/other
	jar_with lib/a.jar stored '../more/deep/b.jar file:/nowhere/c.jar http://x/y.jar'
	jar_with more/deep/b.jar deflated "file:$PWD/with%20blank/d.jar ../../jdk/"
	: >"with blank/d.jar"
	java -jar ../lib/a.jar
	shares jdk:ro lib:ro more/deep:ro 'with blank:ro'
	jar_with lib/a.jar deflated "../more/de"$'\r\n'" ep/b.jar"
	java -cp '../lib/*' Main
	shares jdk:ro lib:ro more/deep:ro 'with blank:ro'
}

test_java_damaged_jars() {
	java -version
	jar_with lib/whole.jar deflated '../more/deep/b.jar'
	size=$(stat -c %s lib/whole.jar)
	for offset in $(seq 0 $((size - 1))); do
		cp lib/whole.jar lib/a.jar
		printf '\377' | dd of=lib/a.jar bs=1 seek="$offset" conv=notrunc status=none
		set -- "$@" ../lib/a.jar
		[ $((offset % 8)) -ne 0 ] || java -jar ../lib/a.jar
		[ "$status" -eq 0 ] || fail "byte $offset: status $status: $(cat err)"
	done
}

test_java_argument_files() {
	java -version
	printf '%s\n' '# a comment' '-cp "../with blank/" # more' '@../jdk/nested' >lib/args
	java @../lib/args Main
	shares lib:ro 'with blank:ro'
	printf '%s\n' 'Main' ../more >lib/args
	java @../lib/args @../jdk/args
	shares lib:ro more
	java --disable-@files @../lib/args
	shares ''
	java @@../lib/args
	shares ''
}

test_java_options_of_the_environment() {
	java -version
	JDK_JAVA_OPTIONS="-cp '../with blank'" java Main
	shares 'with blank:ro'
	expect_match out "^env=JDK_JAVA_OPTIONS=-cp '../with blank'\$"
	: >lib/agent.jar
	JAVA_TOOL_OPTIONS="-javaagent:../lib/agent.jar=x" java Main
	shares lib:ro
}

test_java_files_of_options() {
	java -XX:ErrorFile=../more/err -XX:+UseSerialGC -Xlog:gc*:file="$PWD/lib/gc.log":tags \
		-XX:StartFlightRecording=duration=1s,filename=../jdk/x.jfr Main
	shares jdk lib more
	: >lib/agent.jar
	java -javaagent:../lib/agent.jar=log=../more/x -Xlog:gc:file=/dev/null Main
	shares lib:ro more
}

test_java_values_and_arguments() {
	java -Da="$PWD/more/deep/none" -Db=/nowhere/x -Dc=/etc/passwd Main "$PWD/lib" --to="$PWD/jdk/new" / /usr /proc/self relative
	shares jdk lib more/deep
}

test_java_follows_links() {
	java -version
	: >more/deep/real.jar
	ln -s ../more/deep/real.jar lib/a.jar
	ln -s more alias
	java -cp ../lib/a.jar Main
	shares lib:ro more/deep:ro
	java -cp ../alias/deep Main
	shares alias/deep:ro
	ln -s ../more here/inside
	java -cp inside/deep Main
	shares more/deep:ro
	ln -s loop loop
	java -cp ../loop Main
	shares ''
}

test_java_joins_folders() {
	java -version
	path=
	for i in $(seq 40); do
		mkdir -p "lib/group$((i % 4))/$i"
		path+=:../lib/group$((i % 4))/$i
	done
	java -cp "${path#:}" Main
	expect_status 0
	[ "$(grep -c '^share=' out)" -le 20 ] || fail "$(grep -c '^share=' out) shares"
	expect_match out "^share=$PWD/lib/group[0-3]:ro "
	expect_no_match out "^share=$PWD/lib:ro "
}

test_java_reads_what_hermit_share_says() {
	java -version
	HERMIT_SHARE=$PWD/more:ro java Main "$PWD/more/deep"
	shares more:ro
	HERMIT_SHARE=$PWD/lib,$PWD/here:ro java Main
	expect_match out "^share=$PWD/here:ro "
	expect_match out "^share=$PWD/lib "
	HERMIT_SHARE=/usr java Main
	expect_status 2
	expect_match err "^packed: HERMIT_SHARE=/usr: /usr: the isle has a folder of its own there"
}

test_java_cannot_share_everything() {
	java -cp /etc/hostname Main
	[ -e /etc/hostname ] || skip "no /etc/hostname"
	expect_status 2
	expect_one_line err
	expect_match err 'class path entry /etc/hostname: the folder /etc cannot be shared .* HERMIT_SHARE'
	java -cp /etc/none.jar Main
	expect_status 0
}

test_java_in_folders_of_the_isle() {
	java -version
	for folder in / /usr /etc; do
		(cd "$folder" && exec "$OLDPWD/java" -version) >out 2>err || fail "status $?: $(cat err)"
		expect_match out "^cwd=$folder\$"
		expect_no_match out '^share='
	done
}

test_java_leaves_the_files_of_other_jvms_alone() {
	java Main "$(mktemp -u /tmp/none.XXXXXX)"
	expect_match out '^share=/tmp share'
	grep '^arg=' out | tail -n +3 >arguments
	expect_match arguments '^arg=-XX:-UsePerfData$'
	java Main
	expect_no_match out UsePerfData
}

test_java_marks_its_use() {
	java -version
	touch -d '2001-01-01' java
	java -version
	[ "$(stat -c %Y java)" -gt 1000000000 ] || fail "still of 2001"
}

test_jmh_fork_gets_the_address_of_the_host() {
	for host in 127.0.0.1 localhost ::1; do
		java -cp . org.openjdk.jmh.runner.ForkedMain "$host" 4711
		expect_status 0
		expect_match out '^arg=192.168.28.1$'
		expect_match out '^arg=4711$'
		expect_no_match out "^arg=$host\$"
	done
	java -cp . org.openjdk.jmh.runner.ForkedMain 192.168.1.7 4711
	expect_match out '^arg=192.168.1.7$'
	HERMIT_IP=10.1.2.9/16 java -cp . org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711
	expect_match out '^arg=10.1.0.1$'
	java -cp . Main 127.0.0.1
	expect_match out '^arg=127.0.0.1$'
}

test_jmh_fork_needs_the_way_back() {
	HERMIT_NETIF=none java -cp . org.openjdk.jmh.runner.ForkedMain 127.0.0.1 4711
	expect_status 2
	expect_match err 'HERMIT_NETIF=none: JMH waits for this fork at 127.0.0.1'
}

test_jmh_properties_come_from_the_jdk() {
	java -version
	# shellcheck disable=SC2016 # for the shell of that script
	printf '#!/bin/sh\nprintf "%%s\\n" "$0" "$@"\nexit 3\n' >jdk/bin/java
	chmod +x jdk/bin/java
	HERMIT_QEMU=$work/must-not-start java -cp x org.openjdk.jmh.runner.PrintPropertiesMain /tmp/x
	expect_status 3
	expect_text out "$PWD/jdk/bin/java
-cp
x
org.openjdk.jmh.runner.PrintPropertiesMain
/tmp/x"
	rm jdk/bin/java
	java -cp x org.openjdk.jmh.runner.PrintPropertiesMain /tmp/x
	expect_status 125
	expect_match err "jdk/bin/java: No such file"
}
