# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# shellcheck disable=SC2154 # systems, versions, wanted, list are run.sh's
# The parts of run.sh: directives, plan, one run.

readonly TARGET=$here/target
readonly ISLE_SCALE=4
readonly MARK=$'\001' # after the lines of a run
declare -a homes=() flags=() runs=() # homes, flags: by the JDK's version

# directive SOURCE NAME — its values, one a line.
directive() {
	sed -n "1,/\*\//s/^ \* @$2 //p" "$1"
}

is_shared() {
	grep -q '^    static void check()' "$1"
}

is_test() {
	is_shared "$1" || { grep -q 'public static void main' "$1" && [ "$(basename "$1")" != Checks.java ]; }
}

# "NAME STATUS OPTIONS" a line; NAME is - where a test has one run only.
cases() {
	local source=$1 status
	if [ -n "$(directive "$source" case)" ]; then
		directive "$source" case
	else
		status=$(directive "$source" exit)
		printf -- '- %s\n' "${status:-0}"
	fi
}

# is_wanted FULL-NAME
is_wanted() {
	local full=$1 name=${1##*/} want
	[ ${#wanted[@]} -gt 0 ] || return 0
	for want in "${wanted[@]}"; do
		case $want in
		"$full" | "$name" | "${name%@*}" | "${full%/*}" | "${full%@*}") return 0 ;;
		esac
	done
	return 1
}

# Fills plan with "FULL-NAME|VERSION|SYSTEM|SOURCE|CASE|STATUS|OPTIONS".
plan_tests() {
	local version system source
	for version in "${versions[@]}"; do
		for system in "${systems[@]}"; do
			for source in "$here"/src/it/*.java; do
				is_test "$source" && plan_test "$version" "$system" "$source"
			done
		done
	done
}

plan_test() {
	local version=$1 system=$2 source=$3 name case status options full
	name=$(basename "$source" .java)
	[ "$(directive "$source" only)" != isle ] || [ "$system" = isle ] || return 0
	[ "$version" -ge "$(directive "$source" jdk | grep . || echo 0)" ] || return 0
	while read -r case status options; do
		full=$version/$system/$name
		[ "$case" = - ] || full+=@$case
		is_wanted "$full" && plan+=("$full|$version|$system|$source|$case|$status|$options")
	done < <(cases "$source")
}

# result ok|fail|skip FULL-NAME TEXT [FILE…] — one TAP line; on failure the ends of the files too.
result() {
	local verdict=$1 full=$2 text=$3 file
	shift 3
	case $verdict in
	ok) printf 'ok - %s # %s\n' "$full" "$text" ;;
	skip) printf 'ok - %s # SKIP %s\n' "$full" "$text" ;;
	*)
		printf 'not ok - %s\n# %s\n' "$full" "$text"
		for file in "$@"; do
			[ -s "$file" ] || continue
			tail -c 6000 "$file" | tr -c '[:print:]\n\t' '?' | tail -n 40 | cut -c 1-240 | sed "s|^|# ${file##*/}: |"
			printf '\n'
		done
		;;
	esac
}

# Builds what the tests of one JDK need and fills homes and flags; without that JDK its tests are skipped, each by name.
prepare_version() {
	local version=$1 entry
	if ! homes[version]=$(jdk_find "$version"); then
		for entry in "${plan[@]}"; do
			[ "$(cut -d'|' -f2 <<<"$entry")" != "$version" ] ||
				result skip "${entry%%|*}" "no JDK $version: set JAVA_HOME_$version or put it under /usr/lib/jvm"
		done
		unset "homes[$version]"
		return
	fi
	if ! compile "$version" "${homes[version]}" >"$TARGET/compile-$version.log" 2>&1; then
		tail -n 40 "$TARGET/compile-$version.log" | sed 's/^/# /'
		printf 'Bail out! the tests do not compile with JDK %s\n' "$version"
		exit 1
	fi
	flags[version]=$("${homes[version]}/bin/java" -XX:+PrintFlagsFinal -version 2>/dev/null)
}

# Fills runs: a JVM each. "shared|VERSION|SYSTEM" is one for all tests that share it, the others are entries of the plan.
plan_runs() {
	local version system entry
	for version in "${!homes[@]}"; do
		for system in "${systems[@]}"; do
			runs+=("shared|$version|$system")
			for entry in "${plan[@]}"; do
				IFS='|' read -r _ of_version of_system source _ <<<"$entry"
				[ "$of_version/$of_system" != "$version/$system" ] || is_shared "$source" || runs+=("$entry")
			done
		done
	done
}

# run_one RUN
run_one() {
	local full version system source case status options
	IFS='|' read -r full version system source case status options <<<"$1"
	if [ "$full" = shared ]; then
		run_shared "$version" "$system" "${homes[version]}"
	else
		run_own "$full" "$system" "${homes[version]}" "$source" "$case" "$status" "$options"
	fi
}

# worker N: every jobs-th run, beginning with the N-th; an end mark follows the lines of each.
worker() {
	local index
	for ((index = $1; index < ${#runs[@]}; index += jobs)); do
		run_one "${runs[index]}"
		printf '%s\n' "$MARK"
	done
}

# All runs, `jobs` at a time, their lines in the order of the runs. Fails where one of them did.
run_all() {
	local workers=() i line failed=0
	for ((i = 0; i < jobs; i++)); do
		exec {fd}< <(worker "$i")
		workers+=("$fd")
	done
	for ((i = 0; i < ${#runs[@]}; i++)); do
		while IFS= read -r line <&"${workers[i % jobs]}" && [ "$line" != "$MARK" ]; do
			printf '%s\n' "$line"
			[[ $line != 'not ok '* ]] || failed=1
		done
	done
	return "$failed"
}

# Incremental: nothing is compiled unless a source is newer than the last time.
compile() {
	local version=$1 jdk=$2 classes=$TARGET/classes-$1 source plain=() flags_of
	mkdir -p "$TARGET/native"
	if [ ! -f "$classes/.done" ] || [ -n "$(find "$here/src" "$here/native" -newer "$classes/.done" -type f)" ]; then
		rm -rf "$classes"
		mkdir -p "$classes"
		for source in "$here"/src/it/*.java; do
			[ "$version" -ge "$(directive "$source" jdk | grep . || echo 0)" ] || continue
			[ -n "$(directive "$source" javac)" ] || plain+=("$source")
		done
		"$jdk/bin/javac" -encoding UTF-8 -nowarn -d "$classes" "${plain[@]}" || return
		for source in "$here"/src/it/*.java; do
			read -r -a flags_of <<<"$(directive "$source" javac)"
			[ ${#flags_of[@]} -eq 0 ] ||
				"$jdk/bin/javac" -encoding UTF-8 -nowarn -cp "$classes" "${flags_of[@]}" -d "$classes" "$source" || return
		done
		for source in "$here"/native/*.c; do
			gcc -std=gnu11 -O1 -g -Wall -Wextra -Werror -fPIC -shared -pthread -I"$jdk/include" -I"$jdk/include/linux" \
				"$source" -o "$TARGET/native/lib$(basename "$source" .c).so" || return
		done
		touch "$classes/.done"
	fi
	[[ " ${systems[*]} " != *' isle '* ]] || make_root "$version" "$jdk"
}

make_root() {
	local image=$TARGET/jdk$1.erofs
	if [ ! -f "$image" ] || [ "$here/root.sh" -nt "$image" ] || [ "$2/release" -nt "$image" ]; then
		"$here/root.sh" "$2" "$image"
	fi
}

# Sets command to what starts java of that JDK on that system; memory and cores are the isle's.
java_command() {
	local system=$1 version=$2 jdk=$3 memory=$4 cores=$5
	if [ "$system" = linux ]; then
		command=("$jdk/bin/java" "-Dit.cores=$(nproc)")
	else
		command=(env "HERMIT_MEM=$memory" "HERMIT_CORES=$cores" "$PROXY" --kernel "$KERNEL"
			--root "$TARGET/jdk$version.erofs" --share "$TARGET:ro" --share "$PWD" -- /jdk/bin/java "-Dit.cores=$cores")
	fi
	command+=("-Dit.native=$TARGET/native" -cp "$TARGET/classes-$version")
	[ "$version" -lt 25 ] || command+=(--enable-native-access=ALL-UNNAMED)
}

# All wanted tests that share a JVM, in one. Where that JVM ends early the remaining ones are failures, named each.
run_shared() {
	local version=$1 system=$2 jdk=$3 entry names=() limit=60 folder=$TARGET/run/$1-$2-shared
	for entry in "${plan[@]}"; do
		IFS='|' read -r full of_version of_system source _ <<<"$entry"
		[ "$of_version/$of_system" = "$version/$system" ] && is_shared "$source" && names+=("${full##*/}")
	done
	[ ${#names[@]} -gt 0 ] || return 0
	[ "$system" = linux ] || limit=$((limit * ISLE_SCALE))
	rm -rf "$folder"
	mkdir -p "$folder/work"
	cd "$folder/work" || return
	java_command "$system" "$version" "$jdk" 2G 2
	IT_VARIABLE='value with spaces' timeout -k 10 $((limit + 20 * ${#names[@]})) "${command[@]}" -Xmx512m "-Dit.seconds=$limit" \
		it.Checks "${names[@]}" </dev/null >"$folder/stdout" 2>"$folder/stderr"
	report_shared "$?" "$version/$system" "$folder" "${names[@]}"
	cd "$here" || return
}

report_shared() {
	local status=$1 prefix=$2 folder=$3 name
	shift 3
	for name in "$@"; do
		if grep -qx "ok - $name" "$folder/stdout"; then
			result ok "$prefix/$name" 'shared JVM'
		elif grep -qx "not ok - $name" "$folder/stdout"; then
			sed -n "/^not ok - $name\$/,/^\(not \)\?ok - /{/^#/p}" "$folder/stdout" >"$folder/failure"
			result fail "$prefix/$name" 'the check failed' "$folder/failure"
		else
			result fail "$prefix/$name" "not run: its JVM ended with status $status" "$folder/stdout" "$folder/stderr"
		fi
	done
}

# has_options OPTIONS VERSION — whether this JDK has the collectors that the options ask for.
has_options() {
	local word name
	for word in $1; do
		case $word in
		-XX:+Use*GC)
			name=${word#-XX:+}
			grep -q " $name " <<<"${flags[$2]}" || return 1
			;;
		esac
	done
}

# One test in a JVM of its own.
run_own() {
	local full=$1 system=$2 jdk=$3 source=$4 case=$5 expected=$6 options=$7
	local memory cores=2 limit folder=$TARGET/run/${1//\//-} started=$EPOCHREALTIME reason='' status=0
	local -a words=() arguments=() environment=()
	if ! has_options "$options" "${full%%/*}"; then
		result skip "$full" "this JDK does not have $options"
		return
	fi
	[[ $options =~ cores=([0-9]+) ]] && cores=${BASH_REMATCH[1]} && options=${options/cores=$cores/}
	memory=$(directive "$source" memory)
	limit=$(directive "$source" timeout)
	limit=${limit:-20}
	[ "$system" = linux ] || limit=$((limit * ISLE_SCALE))
	rm -rf "$folder"
	mkdir -p "$folder/work"
	cd "$folder/work" || return
	eval "words=($(directive "$source" jvm) $options)"
	eval "arguments=($(directive "$source" args))"
	mapfile -t environment < <(directive "$source" env)
	java_command "$system" "${full%%/*}" "$jdk" "${memory:-768M}" "$cores"
	# A shell's background process ignores INT and QUIT unless told otherwise.
	command=(env --default-signal=INT --default-signal=QUIT "${environment[@]}" "${command[@]}" "${words[@]}" "it.$(basename "$source" .java)" "${arguments[@]}")
	if [ "$case" = - ]; then case=''; fi
	export CASE=$case JDK=$jdk OUT=$folder/stdout LIMIT=$limit
	check before /dev/null && start_own && judge
	if [ -z "$reason" ]; then
		result ok "$full" "$(awk "BEGIN { printf \"%.1f s\", $EPOCHREALTIME - $started }")"
		rm -rf "$folder"
	else
		result fail "$full" "$reason" "$folder/stderr" "$folder/stdout" "$folder/commands"
	fi
	cd "$here" || return
}

# check DIRECTIVE INPUT — runs the directive's command; a failure sets reason.
check() {
	local text
	text=$(directive "$source" "$1")
	[ -n "$text" ] || return 0
	bash -c "$text" <"$2" >>"$folder/commands" 2>&1 && return 0
	reason="the command of @$1 failed: $text"
	return 1
}

# For @host: wait_for TEXT [LINES]
wait_for() {
	local text=$1 lines=${2:-1} tries=$((LIMIT * 10))
	while [ "$(grep -cF -- "$text" "$OUT")" -lt "$lines" ]; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || { echo "no '$text' on $lines lines of standard output" && return 1; }
		sleep 0.1
	done
}
export -f wait_for

# Starts the program with what its directives say about its input, waits for it at most $limit seconds.
start_own() {
	local from peer host watchdog
	from=$(directive "$source" stdin-from)
	peer=$(directive "$source" peer)
	host=$(directive "$source" host)
	: >"$folder/stdout"
	if [ -n "$peer" ]; then
		rm -f "$folder"/{in,out}
		mkfifo "$folder/in" "$folder/out"
		timeout -k 5 "$limit" bash -c "$peer" >"$folder/in" <"$folder/out" 2>>"$folder/commands" &
		local peer_pid=$!
		"${command[@]}" <"$folder/in" >"$folder/out" 2>"$folder/stderr" &
	elif [ -n "$from" ]; then
		"${command[@]}" < <(bash -c "$from") >"$folder/stdout" 2>"$folder/stderr" &
	else
		"${command[@]}" </dev/null >"$folder/stdout" 2>"$folder/stderr" &
	fi
	export PID=$!
	(sleep $((limit + 10)) && touch "$folder/late" && kill -KILL "$PID") >/dev/null 2>&1 &
	watchdog=$!
	if [ -n "$host" ] && ! timeout -k 5 "$limit" bash -c "$host" >>"$folder/commands" 2>&1; then
		reason="the command of @host failed: $host"
		kill -KILL "$PID" 2>/dev/null
	fi
	wait "$PID" 2>/dev/null # bash would report a deadly signal
	status=$?
	pkill -P "$watchdog" 2>/dev/null
	wait "$watchdog" 2>/dev/null
	if [ -n "$peer" ] && ! wait "$peer_pid"; then
		reason="the command of @peer failed: $peer"
	fi
	[ -z "$reason" ]
}

# The run is over: its status and what it left.
judge() {
	if [ -e "$folder/late" ]; then
		reason="still running after $((limit + 10)) s"
	elif [ "$status" -ne "$expected" ]; then
		reason="exit status $status, expected $expected"
	else
		check stdout "$folder/stdout" && check stderr "$folder/stderr" && check after /dev/null
	fi
}
