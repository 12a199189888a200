#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs the tests of the newlib port, on Linux or on an isle, and prints TAP version 13.
#
#   run.sh [--on linux|isle] [--list] [NAME...]
#   NAME: a folder, a test or a glob: stdio, stdio/printf, 'thread/*', newlib
#
# newlib/* are newlib's own test programs; the file left_out names those that are not run, and why.
#
# The first comment of a test of ours says how it wants to be run, one directive a line (" * @directive value"):
#   @args WORDS       arguments, as the shell splits them         @env N=V       one variable of the environment (repeated)
#   @expect-exit N    exit status that means passed (default 0)   @stdin TEXT    bytes of stdin, as printf %b takes them
#   @stdout CMD       a command that gets the program's stdout and must succeed
#   @timeout S        seconds on Linux (default 30); isle: times TIMEOUT_SCALE (default 4)
#   @only linux|isle  run there only
#
# Each test has an empty folder of its own as working folder. HERMIT_RUN: the command that runs a program on an isle
# (default: `hermit run` at the top of the tree). HERMIT_BUILT=1: the programs are built already.
set -u
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$source_dir/../.." && pwd)
scale=${TIMEOUT_SCALE:-4}
on=linux
list=0
limit=0
status=0

die() {
	echo "run.sh: $*" >&2
	exit 2
}

# directive NAME WHAT: its values, one a line; newlib's own tests have at most @stdout, in newlib_tests
directive() {
	if [ "${1%%/*}" = newlib ]; then
		[ "$2" != stdout ] || sed -n "s|^${1#newlib/} \| ||p" "$source_dir/newlib_tests"
		return 0
	fi
	sed -n "1,/\*\//s/^ \* @$2 //p" "$source_dir/$1".c*
}

# wanted NAME: whether the command line asks for it
wanted() {
	local pattern
	[ ${#patterns[@]} -eq 0 ] && return 0
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053 # patterns are globs
		[[ $1 == $pattern || ${1%%/*} == "$pattern" ]] && return 0
	done
	return 1
}

# run_test NAME: sets reason, empty for a test that passed
run_test() {
	local name=$1 expected text entry scratch=$bin/run/${1//\//-}
	local -a arguments command
	logs=$bin/log/${name//\//-}
	rm -rf "$scratch" "$logs"
	mkdir -p "$scratch" "$logs"
	cd "$scratch" || exit 2
	eval "arguments=($(directive "$name" args))"
	limit=$(directive "$name" timeout)
	limit=${limit:-30}
	[ "$on" = isle ] && limit=$((limit * scale))
	command=(env "TEST_ON=$on")
	while IFS= read -r entry; do
		[ -n "$entry" ] && command+=("$entry")
	done < <(directive "$name" env)
	command+=(timeout -k 10 $((limit + 5)))
	# shellcheck disable=SC2206 # HERMIT_RUN is a command line
	[ "$on" = isle ] && command+=(${HERMIT_RUN:-$top/hermit run})
	command+=("$bin/$name" "${arguments[@]}")
	text=$(directive "$name" stdin)
	{ printf '%b' "$text" | "${command[@]}" >"$logs/stdout" 2>"$logs/stderr"; } 2>/dev/null
	status=${PIPESTATUS[1]}
	expected=$(directive "$name" expect-exit)
	judge "${expected:-0}" "$(directive "$name" stdout)"
	cd "$bin" && rm -rf "$scratch"
}

# judge STATUS COMMAND: whether that is how the run ended, and what COMMAND says of its output
judge() {
	reason=
	if [ "$status" -ne "$1" ]; then
		reason="exit status $status, expected $1"
		[ "$status" -eq 124 ] || [ "$status" -eq 137 ] && reason="no answer in $limit s"
	elif [ -n "$2" ] && ! bash -ec "$2" <"$logs/stdout" >"$logs/command" 2>&1; then
		reason="the command @stdout failed: $2"
	fi
}

# diagnose: what a failed test printed, as TAP comments
diagnose() {
	local file
	echo "# $reason"
	for file in stderr stdout command; do
		if [ -s "$logs/$file" ]; then
			head -c 6000 "$logs/$file" | tr -c '[:print:]\n\t' '?' | sed "s/^/# $file: /"
			echo
		fi
	done
}

# run_entry NUMBER NAME: runs one test and prints its TAP lines
run_entry() {
	local started=$EPOCHREALTIME seconds
	reason="not built: $bin/$2 (run make ON=$on in $source_dir)"
	[ -x "$bin/$2" ] && run_test "$2"
	seconds=$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $started }")
	if [ -z "$reason" ]; then
		echo "ok $1 - $2 # $seconds s"
	else
		echo "not ok $1 - $2 # $seconds s"
		[ -n "${logs:-}" ] && diagnose
		failed=$((failed + 1))
	fi
}

patterns=()
while [ $# -gt 0 ]; do
	case $1 in
	--on)
		on=${2:-}
		shift
		[ "$on" = linux ] || [ "$on" = isle ] || die "--on takes linux or isle, not '$on'"
		;;
	--list) list=1 ;;
	-*) die "unknown option '$1' (known: --on linux|isle, --list)" ;;
	*.c | *.cc) patterns+=("${1%.*}") ;; # as the shell completes it here
	*) patterns+=("$1") ;;
	esac
	shift
done
bin=$top/libc-port/build/test/$on

plan=()
while read -r name; do
	only=$(directive "$name" only)
	[ -n "$only" ] && [ "$only" != "$on" ] && continue
	wanted "$name" && plan+=("$name")
done < <(make -s --no-print-directory -C "$source_dir" "ON=$on" names)
[ ${#plan[@]} -gt 0 ] || die "no test matches: ${patterns[*]}"

if [ $list = 1 ]; then
	printf '%s\n' "${plan[@]}"
	exit 0
fi
if [ "${HERMIT_BUILT:-}" != 1 ]; then
	make -s --no-print-directory -C "$source_dir" "ON=$on" >&2 || die "the tests do not build"
fi

echo 'TAP version 13'
echo "1..${#plan[@]}"
failed=0
for ((i = 0; i < ${#plan[@]}; i++)); do
	run_entry $((i + 1)) "${plan[$i]}"
done
[ $failed -eq 0 ]
