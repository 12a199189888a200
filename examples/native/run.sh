#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs the native tests, and the benchmarks with small arguments, on Linux or on an isle; prints TAP version 13.
#
#   run.sh --on linux|isle [--list] [NAME...]
#   NAME: a folder, a program or a glob: tests, tests/jacobi, 'benchmarks/s*', benchmarks/hourglass@quiet
#
# The first comment of a source says how its program is run, one directive a line (" * @directive value"):
#   @args WORDS                  arguments, as the shell splits them
#   @env NAME=VALUE              one variable of the environment (repeated)
#   @expect REGEX                an extended regular expression that one line of stdout matches
#   @after COMMAND               a command on the host that must succeed afterwards, in the program's working folder
#   @isle-case NAME WORDS        one more run, NAME@CASE, on an isle only
#   @refuse NAME WORDS => TEXT   one more run that must end with status 2, and TEXT on stderr
#   @refuse-linux, @refuse-isle  the same, there only
#
# HERMIT_RUN: the command that runs a program on an isle (default: `hermit run` at the top of the tree).
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
separator=$'\x1f' # between the fields of a planned run

die() {
	echo "run.sh: $*" >&2
	exit 2
}

# directive SOURCE NAME: its values, one a line
directive() {
	sed -n "1,/\*\//s/^ \* @$2 //p" "$1"
}

# cases SOURCE: "KIND ID WORDS" a line; ID is - for the program's main run
cases() {
	echo "run - $(directive "$1" args)"
	[ "$on" = linux ] || directive "$1" isle-case | sed 's/^/run /'
	{ directive "$1" refuse && directive "$1" "refuse-$on"; } | sed 's/^/refuse /'
}

# wanted TITLE: whether the command line asks for it
wanted() {
	local pattern
	[ ${#patterns[@]} -eq 0 ] && return 0
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053 # patterns are globs
		if [[ $1 == $pattern || ${1%%/*} == "$pattern" || ${1%%@*} == $pattern ]]; then
			return 0
		fi
	done
	return 1
}

# run_program SOURCE PROGRAM ARGUMENTS...: its output into $scratch/../NAME.stdout and .stderr; sets status
run_program() {
	local source=$1 command=() entry
	shift
	while IFS= read -r entry; do
		command+=("$entry")
	done < <(directive "$source" env)
	if [ "$on" = isle ]; then
		command+=("HERMIT_BUILT=1" "HERMIT_CORES=2" "HERMIT_MEM=256M")
		# shellcheck disable=SC2206 # HERMIT_RUN is a command line
		command+=(timeout -k 10 120 ${HERMIT_RUN:-$top/hermit run})
	else
		command+=(timeout -k 5 60)
	fi
	env "${command[@]}" "$@" </dev/null >"$logs.stdout" 2>"$logs.stderr"
	status=$?
}

# judge SOURCE KIND TEXT: sets reason where the run was not as expected
judge() {
	local wrong=0 pattern command
	[ "$2" = refuse ] && wrong=2
	[ "$status" -eq 124 ] && reason='no answer in time' && return
	[ "$status" -ne $wrong ] && reason="exit status $status, expected $wrong" && return
	if [ "$2" = refuse ]; then
		grep -qF -- "$3" "$logs.stderr" || reason="stderr does not say: $3"
		return
	fi
	pattern=$(directive "$1" expect)
	grep -qE -- "$pattern" "$logs.stdout" || reason="no line of stdout matches $pattern"
	command=$(directive "$1" after)
	bash -ec "${command:-true}" >>"$logs.stderr" 2>&1 || reason="the command @after failed: $command"
}

# diagnose: what a failed run printed, as TAP comments
diagnose() {
	local file
	echo "# $reason"
	for file in stderr stdout; do
		head -c 4000 "$logs.$file" | tr -c '[:print:]\n\t' '?' | awk "{ print \"# $file: \" \$0 }"
	done
}

# run_case NUMBER SOURCE KIND TITLE WORDS: one planned run and its TAP line
run_case() {
	local number=$1 source=$2 kind=$3 title=$4 words=$5 text='' status=0 reason='' started=$EPOCHREALTIME
	local program=$target/${title%%@*} scratch=$target/run/$title logs=$target/log/$title seconds
	local -a arguments
	if [ "$kind" = refuse ]; then
		text=${words#* => }
		words=${words%% => *}
	fi
	eval "arguments=($words)"
	rm -rf "$scratch" && mkdir -p "$scratch" "${logs%/*}" && cd "$scratch" || exit 2
	: >"$logs.stdout" && : >"$logs.stderr"
	if [ -x "$program" ]; then
		run_program "$source" "$program" "${arguments[@]}"
		judge "$source" "$kind" "$text"
	else
		reason="not built: $program (run make in $here)"
	fi
	cd "$here" && rm -rf "$scratch"
	seconds=$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $started }")
	if [ -z "$reason" ]; then
		echo "ok $number - $title # ${seconds} s"
		return 0
	fi
	echo "not ok $number - $title # ${seconds} s"
	diagnose
	return 1
}

on=
list=0
patterns=()
while [ $# -gt 0 ]; do
	case $1 in
	--on)
		[ $# -ge 2 ] || die "--on takes linux or isle"
		on=$2
		shift
		;;
	--list) list=1 ;;
	-*) die "unknown option '$1' (known: --on linux|isle, --list)" ;;
	*.c) patterns+=("${1%.c}") ;; # as the shell completes it here
	*) patterns+=("$1") ;;
	esac
	shift
done
case $on in
linux) target=$here/target/linux ;;
isle) target=$here/target/hermit ;;
*) die "--on takes linux or isle, not '$on'" ;;
esac

plan=()
for source in "$here"/{tests,benchmarks}/*.c; do
	title=${source#"$here"/}
	while read -r kind id words; do
		name=${title%.c}@$id
		name=${name%@-}
		wanted "$name" && plan+=("$source$separator$kind$separator$name$separator$words")
	done < <(cases "$source")
done
[ ${#plan[@]} -gt 0 ] || die "nothing matches: ${patterns[*]} (--list shows what there is)"

if [ $list = 1 ]; then
	printf '%s\n' "${plan[@]}" | cut -d "$separator" -f 3
	exit 0
fi

echo 'TAP version 13'
echo "1..${#plan[@]}"
failed=0
for ((i = 0; i < ${#plan[@]}; i++)); do
	IFS=$separator read -r source kind title words <<<"${plan[i]}"
	run_case $((i + 1)) "$source" "$kind" "$title" "$words" || failed=$((failed + 1))
done
[ $failed -eq 0 ]
