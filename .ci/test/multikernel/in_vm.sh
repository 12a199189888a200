#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash source-path=SCRIPTDIR
# Inside the VM: runs the named tests, FILE/NAME of the folder cases, and prints their results as TAP lines.
#
# A file of cases is text for a POSIX shell, with a function test_NAME for each test (NAME has - for _ outside). A test runs
# in a process of its own with `set -e`, with what lib.sh offers, in a new empty folder, and passes where it ends with
# status 0. It has 60 seconds, or those of a line `# @limit NAME SECONDS` of its file (NAME * is for all of them).
#
# After each test the machine must be as before. Where it is not, the test has failed and the VM is given up: the caller
# goes on in a new one.
here=$(dirname "$0")
export here

run_one() {
	file=$1
	set -e
	. "$here/lib.sh"
	# shellcheck source=/dev/null
	. "$here/cases/$file.sh"
	"test_$2"
}

limit_of() {
	local file=$here/cases/$1.sh limit
	limit=$(sed -n -e "s/^# @limit $2 //p" "$file")
	[ -n "$limit" ] || limit=$(sed -n -e 's/^# @limit \* //p' "$file")
	echo "${limit:-60}"
}

diagnose() {
	sed 's/^/# /' "$1"
	echo '# Linux said:'
	dmesg | tail -n +$((messages + 1)) | tail -n 40 | sed 's/^/#   /'
}

# The test's own result, then that of the machine.
run_test() {
	local test=$1 file name limit status=0 folder=/tmp/test output=/tmp/output
	file=${test%%/*}
	name=$(echo "${test#*/}" | tr - _)
	limit=$(limit_of "$file" "$name")
	messages=$(dmesg | wc -l)
	rm -rf "$folder" && mkdir "$folder"
	(cd "$folder" && timeout -k 5 "$limit" sh "$here/in_vm.sh" --one "$file" "$name") >"$output" 2>&1 </dev/null || status=$?
	case $status in
	77) echo "ok - $test # SKIP $(tail -n 1 "$output")" && return ;;
	124 | 137 | 143) echo "still running after $limit s" >>"$output" ;;
	esac
	if ! (. "$here/lib.sh" && machine_is_whole "$messages") >>"$output" 2>&1; then
		echo "not ok - $test"
		diagnose "$output"
		exit 1
	elif [ "$status" -eq 0 ]; then
		echo "ok - $test"
	else
		echo "not ok - $test"
		echo "# ended with status $status"
		diagnose "$output"
	fi
}

here=$(cd "$here" && pwd)
if [ "$1" = --one ]; then
	run_one "$2" "$3"
	exit 0
fi
for test in "$@"; do
	run_test "$test"
done
