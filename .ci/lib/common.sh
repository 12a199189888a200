# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# shellcheck disable=SC2034 # its constants are for the other parts
# What every part of the driver uses: messages, steps with a log, paths, JDKs. Sourced by ../../hermit.

readonly STATE_DIR=$HERMIT_TOP/.hermit
readonly LOG_DIR=$STATE_DIR/log
readonly KERNEL=$HERMIT_TOP/hermit-kernel/target/kernel.elf
readonly PROXY=$HERMIT_TOP/hermit-sdk-java/hermit-proxy/target/hermit-proxy

note() {
	printf 'hermit: %s\n' "$*" >&2
}

die() {
	note "$@"
	exit 1
}

# For what the caller has to change: wrong arguments, or something missing on the machine.
die_usage() {
	note "$@"
	exit 2
}

# Path below the caller's working folder in short form, any other as it is.
relative() {
	case $1 in
	"$PWD"/*) printf './%s' "${1#"$PWD"/}" ;;
	*) printf '%s' "$1" ;;
	esac
}

# step NAME COMMAND… — runs COMMAND quietly; on failure names the step, its log, and shows the log's end.
step() {
	local name=$1 status=0 started=$SECONDS
	shift
	local log=$LOG_DIR/$name.log
	mkdir -p "$LOG_DIR"
	"$@" >"$log" 2>&1 </dev/null || status=$?
	if [ "$status" -ne 0 ]; then
		tail -n 30 "$log" >&2
		die "step '$name' failed with status $status after $((SECONDS - started)) s; log: $(relative "$log")"
	fi
}

# locked NAME COMMAND… — COMMAND under a lock of this clone, so that two invocations never build the same files.
locked() {
	local name=$1
	shift
	mkdir -p "$STATE_DIR"
	(
		if ! flock -n 9; then
			note "waiting for another build in this folder"
			flock -w 1800 9 || die "another build in this folder holds $STATE_DIR/$name.lock for 30 minutes"
		fi
		"$@" 9>&-
	) 9>"$STATE_DIR/$name.lock"
}

# jdk_find MAJOR — home of that JDK: JAVA_HOME_<MAJOR>, JAVA_HOME, then /usr/lib/jvm. Fails where there is none.
jdk_find() {
	local major=$1 home variable=JAVA_HOME_$1
	for home in "${!variable:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
		[ -x "$home/bin/javac" ] || continue
		if grep -qs "^JAVA_VERSION=\"${major}[\".]" "$home/release"; then
			printf '%s\n' "$home"
			return 0
		fi
	done
	return 1
}

# Home of the JDK that builds: the caller's JAVA_HOME, else JDK 17, else the one that javac belongs to.
java_home() {
	local javac
	if [ -n "${JAVA_HOME:-}" ]; then
		printf '%s\n' "$JAVA_HOME"
	elif ! jdk_find 17; then
		javac=$(type -P javac) || return 1
		dirname "$(dirname "$(readlink -f "$javac")")"
	fi
}
