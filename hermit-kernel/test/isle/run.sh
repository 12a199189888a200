#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs the isle tests, on Linux or on an isle, and prints TAP version 13.
#
#   run.sh [--on linux|isle] [-j JOBS] [--list] [NAME...]
#   NAME: a folder, a test or a glob: mm, mm/brk, 'signal/s*', file/rename@share
#
# The first comment of a test says how it wants to be run, one directive a line (" * @directive value"):
#   @cores N          cores of the isle (default 2)               @memory SIZE   memory of the isle (default 256M)
#   @timeout S        seconds on Linux (default 30); isle: times TIMEOUT_SCALE (default 4)
#   @args WORDS       arguments, as the shell splits them         @env N=V       one variable of the environment (repeated)
#   @expect-exit N    exit status that means passed (default 0); 128+N for signal N; several as 2|125
#   @case N STATUS WORDS   one run of its own named test@N, with its exit status and arguments (repeated)
#   @folders tmp root share    one run each, the first argument a folder on tmpfs, the root layer, a host folder
#   @stdin TEXT       bytes of stdin, as printf %b takes them (default: /dev/null)
#   @stdin-from CMD   a command whose output is stdin
#   @peer CMD         a command on the host that reads the program's stdout and writes its stdin; must exit with 0
#   @before, @after, @stdout CMD    commands on the host: before the run, after it, with its stdout as stdin
#   @only linux|isle  run there only                              @flags         flags for the compiler (see the Makefile)
#   @ignore SIGNALS   started with these signals ignored, as INT,HUP (all others at their default)
# A command may have several lines, each with its directive; each must succeed. bash -e runs them in the test's scratch
# folder, which is also the program's working folder; $BIN is where the tests are.
#
# On Linux, too, each test has a network of its own, where nobody else takes or leaves ports; without the right to make
# one (root), it uses the machine's, which a comment in the output says.
#
# HERMIT_RUN: the command that runs a program on an isle (default: `hermit run` at the top of the tree).
set -u
source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$source_dir/../../.." && pwd)
export BIN=${OUT:-$top/hermit-kernel/target/isle-tests}
scale=${TIMEOUT_SCALE:-4}
on=isle
list=0
jobs=1
mark=$'\x1f' # between the fields of a planned run

die() {
	echo "run.sh: $*" >&2
	exit 2
}

# directive SOURCE NAME: its values, one a line
directive() {
	sed -n "1,/\*\//s/^ \* @$2 //p" "$1"
}

# cases SOURCE: "NAME STATUS WORDS" a line; NAME is - where there is one run only
cases() {
	local status line name
	status=$(directive "$1" expect-exit)
	if [ -n "$(directive "$1" folders)" ]; then
		for name in $(directive "$1" folders); do
			echo "$name ${status:-0} @$name"
		done
	elif [ -n "$(directive "$1" case)" ]; then
		directive "$1" case
	else
		echo "- ${status:-0} $(directive "$1" args)"
	fi
}

# wanted NAME CASE: whether the command line asks for it
wanted() {
	local pattern
	[ ${#patterns[@]} -eq 0 ] && return 0
	for pattern in "${patterns[@]}"; do
		# shellcheck disable=SC2053 # patterns are globs
		if [[ $1 == $pattern || ${1%%/*} == "$pattern" || $1@$2 == $pattern ]]; then
			return 0
		fi
	done
	return 1
}

# run_program SOURCE COMMAND...: with the stdin that the test asks for; stdout, stderr and the exit status into files
run_program() {
	local source=$1 text from peer
	shift
	text=$(directive "$source" stdin)
	from=$(directive "$source" stdin-from)
	peer=$(directive "$source" peer)
	if [ -n "$peer" ]; then
		mkfifo "$logs/in" "$logs/out"
		timeout -k 5 "$limit" bash -ec "$peer" >"$logs/in" <"$logs/out" 2>"$logs/peer" &
		local peer_pid=$!
		{ "$@" <"$logs/in" >"$logs/out" 2>"$logs/stderr"; } 2>/dev/null
		status=$?
		wait "$peer_pid"
		peer_status=$?
	elif [ -n "$from" ]; then
		bash -ec "$from" | "$@" >"$logs/stdout" 2>"$logs/stderr"
		status=${PIPESTATUS[1]}
	elif [ -n "$text" ]; then
		printf '%b' "$text" | "$@" >"$logs/stdout" 2>"$logs/stderr"
		status=${PIPESTATUS[1]}
	else
		{ "$@" </dev/null >"$logs/stdout" 2>"$logs/stderr"; } 2>/dev/null
		status=$?
	fi
}

# host_command WHEN COMMAND [FILE]: runs it, with FILE as stdin; a failure is the test's
host_command() {
	[ -z "$2" ] && return 0
	bash -ec "$2" <"${3:-/dev/null}" >"$logs/command" 2>&1 && return 0
	reason="the command @$1 failed: $2"
	return 1
}

# run_case SOURCE NAME CASE STATUS WORDS: sets verdict (ok, not ok, skip), reason
run_case() {
	local source=$1 name=$2 expected=$4 words=$5 limit status=0 peer_status=0 entry
	local scratch=$BIN/run/${name//\//-}@$3 logs=$BIN/log/${name//\//-}@$3
	local -a command arguments signals=()
	verdict='not ok' reason=
	rm -rf "$scratch" "$logs"
	mkdir -p "$scratch" "$logs"
	cd "$scratch" || return
	case $words in
	@tmp | @root | @share) arguments=("$(folder_of "$words" "$scratch")") ;;
	*) eval "arguments=($words)" ;;
	esac
	limit=$(directive "$source" timeout)
	limit=${limit:-30}
	[ "$on" = isle ] && limit=$((limit * scale))
	entry=$(directive "$source" ignore)
	[ -n "$entry" ] && signals=(env --default-signal "--ignore-signal=$entry")
	command=(env "TEST_ON=$on" "TEST_TIMEOUT=$limit")
	while IFS= read -r entry; do
		[ -n "$entry" ] && command+=("$entry")
	done < <(directive "$source" env)
	if [ $on = isle ]; then
		entry=$(directive "$source" cores)
		command+=("HERMIT_CORES=${entry:-2}")
		entry=$(directive "$source" memory)
		command+=("HERMIT_MEM=${entry:-256M}")
		# shellcheck disable=SC2206 # HERMIT_RUN is a command line
		command+=(timeout -k 10 $((limit + 20)) "${signals[@]}" ${HERMIT_RUN:-$top/hermit run})
	else
		command+=("${own_network[@]}" timeout -k 10 $((limit + 5)) "${signals[@]}")
	fi
	command+=("$BIN/$name" "${arguments[@]}")
	if host_command before "$(directive "$source" before)"; then
		run_program "$source" "${command[@]}"
		judge
	fi
	case $words in
	@tmp | @root) [ $on = linux ] && rm -rf "${arguments[0]}" ;;
	esac
	cd "$BIN" || return
	rm -rf "$scratch"
}

# folder_of @tmp|@root|@share SCRATCH: where a test about files works
folder_of() {
	case $on$1 in
	linux@tmp) mktemp -d /tmp/isle-test.XXXXXX ;;
	linux@root) mktemp -d /var/tmp/isle-test.XXXXXX ;;
	isle@tmp) echo /tmp/isle-test ;;
	isle@root) echo /var/isle-test ;;
	*) echo "$2" ;;
	esac
}

# judge: verdict and reason from the status of the run and the checks on the host
judge() {
	if [ $status -eq 77 ] && [[ ! $expected =~ ^77$ ]]; then
		verdict=skip
		reason=$(sed -n 's/^skip: //p' "$logs/stdout" | head -n 1)
	elif [[ ! $status =~ ^($expected)$ ]]; then
		[ $status -eq 124 ] || [ $status -eq 137 ] && reason="no answer in $limit s"
		reason=${reason:-exit status $status, expected $expected}
	elif [ $peer_status -ne 0 ]; then
		reason="the command @peer failed with status $peer_status"
	elif host_command stdout "$(directive "$source" stdout)" "$logs/stdout" &&
		host_command after "$(directive "$source" after)"; then
		verdict=ok
	fi
}

# diagnose NAME: what a failed test printed, as TAP comments
diagnose() {
	local file
	echo "# $reason"
	for file in stderr stdout peer command; do
		if [ -s "$BIN/log/$1/$file" ]; then
			head -c 6000 "$BIN/log/$1/$file" | tr -c '[:print:]\n\t' '?' | sed "s/^/# $file: /"
			echo
		fi
	done
}

patterns=()
while [ $# -gt 0 ]; do
	case $1 in
	--on)
		on=${2:-}
		shift
		[ "$on" = linux ] || [ "$on" = isle ] || die "--on takes linux or isle, not '$on'"
		;;
	-j)
		jobs=${2:-}
		shift
		[[ $jobs =~ ^[1-9][0-9]*$ ]] || die "-j takes a number of tests to run at once, not '$jobs'"
		;;
	--list) list=1 ;;
	-*) die "unknown option '$1' (known: --on linux|isle, -j JOBS, --list)" ;;
	*.c | *.cc) patterns+=("${1%.*}") ;; # as the shell completes it here
	*) patterns+=("$1") ;;
	esac
	shift
done

plan=()
for source in "$source_dir"/{start,mm,signal,thread,time,file,ipc,net,proc,api}/*.c "$source_dir"/*/*.cc; do
	[ -f "$source" ] || continue
	name=${source#"$source_dir"/}
	name=${name%.*}
	only=$(directive "$source" only)
	[ -n "$only" ] && [ "$only" != $on ] && continue
	while read -r id expected words; do
		wanted "$name" "$id" && plan+=("$source$mark$name$mark$id$mark$expected$mark$words")
	done < <(cases "$source")
done
[ ${#plan[@]} -gt 0 ] || die "no test matches: ${patterns[*]}"

if [ $list = 1 ]; then
	for entry in "${plan[@]}"; do
		IFS=$mark read -r source name id expected words <<<"$entry"
		echo "$name${id:+@$id}" | sed 's/@-$//'
	done
	exit 0
fi

own_network=()
if [ $on = linux ]; then
	own_network=(unshare --net sh -ec 'ip link set lo up; ip addr add 192.168.28.2/24 dev lo
		ip route add default dev lo; exec "$@"' sh)
	"${own_network[@]}" true 2>/dev/null || own_network=()
fi

# run_entry INDEX: runs one planned test and prints its TAP lines
run_entry() {
	local number=$(($1 + 1)) source name id expected words title started seconds verdict reason
	IFS=$mark read -r source name id expected words <<<"${plan[$1]}"
	title=$name@$id
	started=$EPOCHREALTIME
	if [ -x "$BIN/$name" ]; then
		run_case "$source" "$name" "$id" "$expected" "$words"
	else
		verdict='not ok' reason="not built: $BIN/$name (run make in $source_dir)"
	fi
	seconds=$(awk "BEGIN { printf \"%.2f\", $EPOCHREALTIME - $started }")
	case $verdict in
	ok) echo "ok $number - ${title%@-} # ${seconds} s" ;;
	skip) echo "ok $number - ${title%@-} # SKIP $reason" ;;
	*)
		echo "not ok $number - ${title%@-} # ${seconds} s"
		diagnose "${name//\//-}@$id"
		;;
	esac
}

# worker N: runs every jobs-th test, beginning with the N-th; an end mark follows the lines of each
worker() {
	local index
	for ((index = $1; index < ${#plan[@]}; index += jobs)); do
		run_entry "$index"
		echo "$mark"
	done
}

echo 'TAP version 13'
echo "1..${#plan[@]}"
[ $on = isle ] || [ ${#own_network[@]} -gt 0 ] ||
	echo "# network: the machine's, for lack of unshare, ip or the right to make others"
[ "$jobs" -le ${#plan[@]} ] || jobs=${#plan[@]}
workers=()
for ((i = 0; i < jobs; i++)); do
	exec {fd}< <(worker "$i")
	workers+=("$fd")
done
failed=0
for ((i = 0; i < ${#plan[@]}; i++)); do
	while IFS= read -r line <&"${workers[i % jobs]}" && [ "$line" != "$mark" ]; do
		printf '%s\n' "$line"
		[[ $line != 'not ok '* ]] || failed=$((failed + 1))
	done
done
[ $failed -eq 0 ]
