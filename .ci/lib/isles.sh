# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# `./hermit ps`, `log`, `kill`, `jcmd`: the isles that run. The proxy itself knows how to ask them. Sourced by ../../hermit.

isles_help_jcmd() {
	cat <<-'END'
		Usage: ./hermit jcmd [ISLE [COMMAND [ARGUMENTS]]]

		Runs the JDK's own jcmd for the JVM on an isle. ISLE is the process number of its proxy or the name of its
		program, as ./hermit ps shows them; without any, the running isles are listed; without COMMAND, the commands
		that the JVM knows. JAVA_HOME says which JDK's jcmd is used.
	END
}

# isles_ask COMMAND [ARGUMENTS] — the proxy's answer under the driver's name.
isles_ask() {
	if [ ! -x "$PROXY" ]; then
		setup_ensure
		build_for_run
	fi
	(exec -a hermit "$PROXY" "$@")
}

# Path of a JDK's jcmd: of JAVA_HOME, else on PATH, else of a JDK that is found.
isles_find_jcmd() {
	local home major
	if [ -n "${JAVA_HOME:-}" ]; then
		[ -x "$JAVA_HOME/bin/jcmd" ] || die_usage "JAVA_HOME=$JAVA_HOME has no bin/jcmd; set it to a JDK, not a JRE"
		printf '%s\n' "$JAVA_HOME/bin/jcmd"
		return
	fi
	type -P jcmd && return
	for major in 25 21 17; do
		home=$(jdk_find "$major") && [ -x "$home/bin/jcmd" ] && printf '%s\n' "$home/bin/jcmd" && return
	done
	die_usage "no JDK with jcmd on this machine; install the package openjdk-17-jdk-headless, or set JAVA_HOME to a JDK"
}

# A JVM has a handler for SIGQUIT. To any other program the signal by which jcmd introduces itself would be the end.
isles_jcmd() {
	local status pid name jcmd
	case ${1:-} in
	'') isles_ask ps && return ;;
	--help) isles_help_jcmd && return ;;
	-*) die_usage "jcmd: unknown option '$1'; 'jcmd --help' shows the usage" ;;
	esac
	jcmd=$(isles_find_jcmd) || exit
	status=$(isles_ask status "$1") || exit
	shift
	pid=$(sed -n 's/^pid=//p' <<<"$status")
	name=$(sed -n 's/^name=//p' <<<"$status")
	[[ ,$(sed -n 's/^caught=//p' <<<"$status"), == *,QUIT,* ]] ||
		die_usage "isle $pid ($name) has no JVM that takes commands: it has no handler for SIGQUIT" \
			"(no Java program, still starting, or started with -Xrs)"
	exec "$jcmd" "$pid" "$@"
}
