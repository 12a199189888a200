#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The multi-kernel VM. First what ./hermit qemu promises to its caller, each with a VM of its own; then the cases of
# multikernel/cases, many in one VM. A file of cases has the options of its VM on a line `# @vm OPTIONS`; files with the
# same options share a VM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/test/tap.sh
export HERMIT_BUILT=1
HERMIT=$PWD/hermit
readonly CASES=.ci/test/multikernel/cases
readonly VM_LIMIT=900

vm() {
	timeout -k 10 300 "$HERMIT" qemu "$@"
}

# ---- what ./hermit qemu promises ----

check_streams() {
	local status=0 text=$'a\nb  "c" \'d\' $HOME `e` \\'
	seq 100000 | (cd examples/native && HERMIT_NOTE=$text vm -- sh -c 'md5sum; pwd; printf "%s\n" "$HERMIT_NOTE" "$@"
		echo error >&2; exit 7' sh "$text" '' '*') >"$TAP_SCRATCH/out" 2>"$TAP_SCRATCH/err" || status=$?
	expect 'the status' 7 "$status"
	expect 'standard error' error "$(cat "$TAP_SCRATCH/err")"
	expect 'standard output' "$(seq 100000 | md5sum; printf '%s\n' /hermit/examples/native "$text" "$text" '' '*')" \
		"$(cat "$TAP_SCRATCH/out")"
}

# More than pipes hold, to a reader that takes its time; and nothing is left out at the end.
check_much_output() {
	expect 'the output' "$(seq 200000 | md5sum)" "$(vm -- seq 200000 | { sleep 20; md5sum; })"
}

check_not_found() {
	expect_status 127 vm -- no-such-program
	expect_match 'the name' 'no-such-program: not found' "$OUTPUT"
}

# What the command leaves running does not keep the VM.
check_left_running() {
	expect_status 3 vm -- sh -c 'sleep 1000 & exit 3'
}

check_limit() {
	expect_status 124 vm --limit 5 -- sleep 1000
	expect_match 'the reason' 'COMMAND still ran after 5 s \(--limit\)' "$OUTPUT"
}

check_panic() {
	expect_status 125 vm -- sh -c 'echo c >/proc/sysrq-trigger'
	expect_match 'the reason' 'Linux panicked: sysrq triggered crash' "$OUTPUT"
	expect_match 'the log' 'messages: .*\.hermit/log/qemu-linux' "$OUTPUT"
}

check_reset() {
	expect_status 125 vm -- sh -c 'echo b >/proc/sysrq-trigger'
	expect_match 'the reason' 'the machine ended before COMMAND did' "$OUTPUT"
}

check_no_kernel() {
	printf 'not a kernel' >"$TAP_SCRATCH/vmlinux"
	expect_status 125 vm --kernel "$TAP_SCRATCH/vmlinux" -- true
	expect_match 'the reason' 'the machine ended before COMMAND did' "$OUTPUT"
}

check_machine() {
	# shellcheck disable=SC2016
	expect_status 0 vm --cores 6 --nodes 3 --memory 1536M --append 'hermit.test=1 isolcpus=5' -- sh -c '
		cat /sys/devices/system/cpu/online /sys/devices/system/node/node2/cpulist /sys/devices/system/cpu/isolated
		grep -o hermit.test=1 /proc/cmdline
		[ $(sed -n "s/^MemTotal: *\([0-9]*\) kB/\1/p" /proc/meminfo) -gt 1400000 ]'
	expect 'the machine' $'0-5\n4-5\n5\nhermit.test=1' "$OUTPUT"
}

# Files that the VM makes in the shared folder are the caller's.
check_files() {
	local name=.hermit/vm/test-$$
	# shellcheck disable=SC2064 # at the end there is no variable of this function
	trap "rm -f '$name'" EXIT
	expect_status 0 vm -- sh -c "echo written >/hermit/$name; stat -c %s /hermit/hermit"
	expect 'what was written' written "$(cat "$name")"
	expect 'its owner' "$(id -u)" "$(stat -c %u "$name")"
	expect 'a size' "$(stat -c %s hermit)" "$OUTPUT"
}

# start_vm COMMAND… — in the background, until it prints "ready"; VM is its process number.
start_vm() {
	local tries=600
	: >"$TAP_SCRATCH/ready"
	"$HERMIT" qemu "$@" >"$TAP_SCRATCH/ready" 2>&1 </dev/null &
	VM=$!
	until grep -q ready "$TAP_SCRATCH/ready"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] && kill -0 "$VM" 2>/dev/null || { cat "$TAP_SCRATCH/ready" && kill -9 "$VM" && exit 1; }
		sleep 0.2
	done
}

# expect_nothing_left PROCESSES — none of these runs any more, after some time at most.
expect_nothing_left() {
	local tries=50 left
	while left=$(ps -o pid=,args= -p "$1"); do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { printf 'still running:\n%s\n' "$left" && exit 1; }
		sleep 0.1
	done
}

# descendants PID — all processes below it, separated by commas.
descendants() {
	local all=$1 found=$1
	while found=$(ps -o pid= --ppid "$found" | tr -d ' ' | paste -sd,) && [ -n "$found" ]; do
		all+=,$found
	done
	printf '%s\n' "$all"
}

check_ended_by() {
	local signal=$1 status=0 processes temporary=$TAP_SCRATCH/tmp-$1
	mkdir "$temporary"
	TMPDIR=$temporary start_vm -- sh -c 'echo ready; exec sleep 1000'
	processes=$(descendants "$VM")
	expect_match 'QEMU among the processes' qemu "$(ps -o args= -p "$processes")"
	kill "-$signal" "$VM"
	wait "$VM" || status=$?
	expect 'the status' $((128 + $(kill -l "$signal"))) "$status"
	expect_nothing_left "$processes"
	expect 'no file left' '' "$(ls "$temporary")"
}

check_reader_gone() {
	local status=0
	vm -- yes | head -n 1 || status=${PIPESTATUS[0]}
	expect 'the status: SIGPIPE' 141 "$status"
}

# ---- cases in the VM ----

vm_options() {
	sed -n 's/^# @vm //p' "$1"
}

# vm_names OPTIONS — FILE/TEST of all files of cases with these options, as far as they are wanted.
vm_names() {
	local file name
	for file in "$CASES"/*.sh; do
		[ "$(vm_options "$file")" = "$1" ] || continue
		for name in $(sed -n 's/^test_\([a-z0-9_]*\)() .*/\1/p' "$file"); do
			name=$(basename "$file" .sh)/${name//_/-}
			if [ "$TAP_LIST" -eq 1 ]; then
				tap_wanted "$name" || true
			elif tap_wanted "$name"; then
				printf '%s\n' "$name"
			fi
		done
	done
}

# vm_take_results NAME… — reads the VM's output, prints it with our numbers; MISSING are the tests without a result.
vm_take_results() {
	local line
	MISSING=("$@")
	while IFS= read -r line; do
		case $line in
		ok* | 'not ok'*)
			TAP_COUNT=$((TAP_COUNT + 1))
			[[ $line == ok* ]] || TAP_FAILED=$((TAP_FAILED + 1))
			printf '%s %d%s\n' "${line%% -*}" "$TAP_COUNT" "${line#"${line%% -*}"}"
			MISSING=("${MISSING[@]:1}")
			;;
		*) printf '%s\n' "$line" ;;
		esac
	done
}

# vm_run OPTIONS NAME… — in one VM, as long as that lives. Where it ends early, the test that ran has failed, and a new
# VM goes on with the next one.
vm_run() {
	local options
	read -r -a options <<<"$1"
	shift
	while [ $# -gt 0 ]; do
		vm_take_results "$@" < <("$HERMIT" qemu --limit "$VM_LIMIT" "${options[@]}" -- \
			sh /hermit/.ci/test/multikernel/in_vm.sh "$@" 2>"$TAP_SCRATCH/vm.err" </dev/null)
		set -- "${MISSING[@]}"
		[ $# -eq 0 ] || [ ! -s "$TAP_SCRATCH/vm.err" ] || {
			vm_take_results "$1" <<<"not ok - $1"
			printf '# the VM ended during this test\n'
			sed 's/^/# /' "$TAP_SCRATCH/vm.err"
			shift
		}
	done
}

tap_begin "$@"
tap_test streams check_streams
tap_test much-output check_much_output
tap_test not-found check_not_found
tap_test left-running check_left_running
tap_test limit check_limit
tap_test panic check_panic
tap_test reset check_reset
tap_test no-kernel check_no_kernel
tap_test machine check_machine
tap_test files check_files
tap_test killed check_ended_by KILL
tap_test interrupted check_ended_by TERM
tap_test reader-gone check_reader_gone
# make_other_version FROM TO — an executable for another version of the boot block: the first field of the note behind its
# owner's name.
make_other_version() {
	local at
	at=$(LC_ALL=C grep -aboP 'HERMIT\x00\x00' "$1" | head -n 1 | cut -d: -f1)
	cp "$1" "$2"
	printf '\377' | dd of="$2" bs=1 seek=$((at + 8)) conv=notrunc status=none
}

# What the cases run beside the demos: fault.c, and nbody with each other JDK that there is.
make_programs() {
	local gcc=libc-port/build/bin/x86_64-hermit-gcc cli=hermit-sdk-java/hermit-image/target major home proxy
	"$gcc" -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -Wno-unused-parameter .ci/test/multikernel/fault.c \
		-o .hermit/vm/fault
	gcc -std=gnu11 -D_GNU_SOURCE -O1 -static -o .hermit/vm/peer .ci/test/network/peer.c
	make_other_version examples/native/target/hermit/tests/hello .hermit/vm/other-version
	for major in 17 21 25; do
		proxy=.hermit/vm/nbody-$major-proxy
		home=$(jdk_find "$major") && [ "$home" != "$(java_home)" ] || continue
		[ "$proxy" -nt examples/nbody/target/nbody-proxy ] || "$home/bin/java" -jar $cli/hermit-image-*-cli.jar package \
			--jar examples/nbody/target/nbody-*-SNAPSHOT.jar --jdk "$home" --output "$proxy" >&2
	done
}

# What no kernel can catch: the processor stops, and the machine resets, as real boards do. Whoever asked hears of it.
check_triple_fault() {
	expect_status 125 vm -- /hermit/.hermit/vm/fault triple
	expect_match 'the reason' 'the machine ended before COMMAND did' "$OUTPUT"
}

[ "$TAP_LIST" -eq 1 ] || make_programs
tap_test triple-fault check_triple_fault
mapfile -t groups < <(for file in "$CASES"/*.sh; do vm_options "$file" | grep . || echo; done | sort -u)
for group in "${groups[@]}"; do
	mapfile -t names < <(vm_names "$group")
	if [ "$TAP_LIST" -eq 1 ]; then
		[ ${#names[@]} -eq 0 ] || printf '%s\n' "${names[@]}"
	elif [ ${#names[@]} -gt 0 ]; then
		vm_run "$group" "${names[@]}"
	fi
done
tap_end
