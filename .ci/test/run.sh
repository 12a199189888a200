#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# `./hermit run` with programs of this machine, static and dynamic.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh
HERMIT=$PWD/hermit
export HERMIT_CORES=${HERMIT_CORES:-2} HERMIT_MEM=${HERMIT_MEM:-512M}
BUSYBOX=$(type -P busybox || true)

# isle STATUS ARGUMENTS… — ./hermit run in the scratch folder; OUT and ERR are what it printed.
isle() {
	local expected=$1 status=0
	shift
	cd "$TAP_SCRATCH"
	timeout -k 10 60 "$HERMIT" run "$@" >"$TAP_SCRATCH/out" 2>"$TAP_SCRATCH/err" || status=$?
	OUT=$(cat "$TAP_SCRATCH/out") ERR=$(cat "$TAP_SCRATCH/err")
	[ "$status" -eq "$expected" ] || {
		printf 'expected status %s, got %s\nstdout: %s\nstderr: %s\n' "$expected" "$status" "$OUT" "$ERR"
		exit 1
	}
}

check_static_exit() {
	isle 7 "$BUSYBOX" sh -c 'exit 7'
	isle 7 "$BUSYBOX" sh <<<'exit 7'
}

check_static_applets() {
	isle 0 "$BUSYBOX" sh -c 'for i in 1 2 3; do echo "$i $((i * i))"; done'
	expect 'the output' $'1 1\n2 4\n3 9' "$OUT"
	isle 0 "$BUSYBOX" sha256sum /etc/passwd
	expect 'the digest' "$(sha256sum /etc/passwd)" "$OUT"
	isle 1 "$BUSYBOX" cat /no/such/file
	expect_match 'the message' 'No such file' "$ERR"
}

# The name by which a program is called decides what busybox does: links are not resolved.
check_link_name() {
	ln -s "$BUSYBOX" "$TAP_SCRATCH/expr"
	isle 0 ./expr 6 '*' 7
	expect 'the output' 42 "$OUT"
}

check_dynamic() {
	isle 0 true
	isle 1 false
	isle 0 echo 'a  b' c
	expect 'the output' 'a  b c' "$OUT"
	isle 0 ls -1 /usr
	expect 'the listing' "$(ls -1 /usr)" "$OUT"
}

check_stdin() {
	seq 1 50000 >"$TAP_SCRATCH/numbers"
	isle 0 sort -rn <"$TAP_SCRATCH/numbers"
	expect 'lines sorted' "$(sort -rn "$TAP_SCRATCH/numbers" | cksum)" "$(cksum <"$TAP_SCRATCH/out")"
}

check_working_folder() {
	printf 'one\ntwo\n' >"$TAP_SCRATCH/in.txt"
	isle 0 cp in.txt copy.txt
	expect 'the copy' $'one\ntwo' "$(cat "$TAP_SCRATCH/copy.txt")"
	isle 0 pwd
	expect 'the folder' "$TAP_SCRATCH" "$OUT"
}

check_read_only() {
	isle 1 touch /usr/hermit-was-here
	expect_match 'the message' 'Read-only file system' "$ERR"
	[ ! -e /usr/hermit-was-here ]
}

check_hidden() {
	mkdir -p "$TAP_SCRATCH/work"
	local secret
	secret=$(mktemp "${TMPDIR:-/tmp}/hermit-secret.XXXXXX")
	isle 2 ls "$secret"
	rm "$secret"
}

check_share() {
	local folder
	folder=$(mktemp -d "${TMPDIR:-/tmp}/hermit-share.XXXXXX")
	echo shared >"$folder/file"
	isle 0 --share "$folder:ro" cat "$folder/file"
	expect 'the contents' shared "$OUT"
	isle 1 --share "$folder:ro" touch "$folder/new"
	isle 0 --share "$folder" touch "$folder/new"
	[ -e "$folder/new" ]
	rm -r "$folder"
}

check_program_folder() {
	local folder
	folder=$(mktemp -d "${TMPDIR:-/tmp}/hermit-program.XXXXXX")
	cp "$BUSYBOX" "$folder/expr"
	isle 0 "$folder/expr" 1 + 1
	expect 'the output' 2 "$OUT"
	rm -r "$folder"
}

check_environment() {
	export IT_VALUE='a b=c'
	isle 0 printenv IT_VALUE
	expect 'the variable' 'a b=c' "$OUT"
	isle 1 printenv HERMIT_MEM
}

check_cores() {
	isle 0 --cores 1 nproc
	expect 'the cores' 1 "$OUT"
	isle 0 --cores 3 nproc
	expect 'the cores' 3 "$OUT"
}

check_memory() {
	isle 0 --memory 300M "$BUSYBOX" awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo
	[ "$OUT" -gt 200 ] && [ "$OUT" -le 300 ]
}

check_memory_large() {
	isle 0 --memory 16G "$BUSYBOX" awk '/^MemTotal/ { print int($2 / 1024 / 1024) }' /proc/meminfo
	[ "$OUT" -ge 15 ] && [ "$OUT" -le 16 ]
}

check_log() {
	isle 0 --verbose true
	expect_match 'the kernel log' '.' "$ERR"
	isle 0 true
	expect 'nothing on stderr' '' "$ERR"
}

check_signal() {
	isle 139 "$BUSYBOX" sh -c 'kill -SEGV $$'
	isle 143 "$BUSYBOX" sh -c 'kill -TERM $$'
}

check_fork_refused() {
	isle 2 "$BUSYBOX" sh -c '/bin/true; echo not reached'
	expect_match 'the message' "can't fork: Function not implemented" "$ERR"
}

check_interpreter() {
	# shellcheck disable=SC2016
	isle 0 perl -e 'my %h; $h{$_ % 7}++ for 1..10000; print join(",", map { "$_=$h{$_}" } sort keys %h), "\n"'
	expect 'the output' '0=1428,1=1429,2=1429,3=1429,4=1429,5=1428,6=1428' "$OUT"
}

check_java() {
	local home
	home=$(readlink -f "$(type -P java)")
	isle 0 --memory 1G "${home%/bin/java}/bin/java" -Xshare:auto -version
	expect_match 'the version' 'OpenJDK' "$ERR"
}

# kill -9 of the proxy leaves no emulator behind.
check_killed() {
	local pid tries=100
	cd "$TAP_SCRATCH"
	mkfifo silent
	exec 3<>silent
	"$HERMIT" run "$BUSYBOX" sh -c 'echo READY; read -r never' <&3 >out 2>err &
	pid=$!
	while ! grep -q READY out; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || { echo 'not ready'; cat err; exit 1; }
		sleep 0.1
	done
	local emulator
	emulator=$(pgrep -P "$pid" qemu)
	[ -n "$emulator" ]
	kill -KILL "$pid"
	for tries in $(seq 50); do
		grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$emulator/status" || return 0
		sleep 0.1
	done
	echo "process $emulator is left"
	exit 1
}

tap_begin "$@"
tap_test static-exit check_static_exit
tap_test static-applets check_static_applets
tap_test link-name check_link_name
tap_test dynamic check_dynamic
tap_test stdin check_stdin
tap_test working-folder check_working_folder
tap_test read-only check_read_only
tap_test hidden check_hidden
tap_test share check_share
tap_test program-folder check_program_folder
tap_test environment check_environment
tap_test cores check_cores
tap_test memory check_memory
tap_test memory-large check_memory_large
tap_test log check_log
tap_test signal check_signal
tap_test fork-refused check_fork_refused
if type -P perl >/dev/null; then
	tap_test interpreter check_interpreter
else
	tap_skip interpreter 'perl is not installed'
fi
tap_test java check_java
tap_test killed check_killed
tap_end
