#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Runs the Java tests on Linux and on a VM isle and prints TAP 13.
#
#   run.sh [--on linux|isle] [--jdk 17|25] [-j JVMS] [--list] [NAME…]
#
# NAME: a test (NullCheck), one of its cases (OutOfMemory@heap), or the full name that is printed (17/isle/NullCheck).
# Every test runs on Linux first, with the same JDK: what it claims is what HotSpot does there.
#
# A test is a class of src/it. One with `static void check()` shares a JVM with the others of its kind (Checks); one with
# `main` gets a JVM of its own. Its first comment says how it is run, a directive a line (" * @directive value"):
#   @case NAME STATUS OPTIONS   one run, named test@NAME, with that exit status and these JVM options (repeated); the
#                               word cores=N among them asks for an isle of N cores
#   @jvm OPTIONS, @args WORDS   options of the JVM, arguments of the program; words as the shell splits them
#   @env NAME=VALUE             one variable (repeated)        @exit N      exit status (default 0)
#   @jdk N      needs JDK N or newer                           @only isle   not on Linux
#   @memory M   memory of the isle (default 768M)              @timeout S   seconds on Linux (default 20), isle: times 4
#   @javac OPTIONS              compiled on its own, with these options
#   @before, @after, @stdout, @stderr COMMAND   on the host: before and after the run, with its output as input
#   @stdin-from COMMAND         whose output is standard input @peer COMMAND  both ways
#   @host COMMAND               while the program runs, whose process is $PID; `wait_for TEXT [N]` waits until standard
#                               output has TEXT on N lines
# Commands must end with status 0; they run in the test's folder, which is the program's working folder; they see CASE
# and JDK (the home of the JDK on the host).
# shellcheck disable=SC2034 # its variables are for lib.sh too
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HERMIT_TOP=$(cd "$here/../.." && pwd)
# shellcheck source=../../.ci/lib/common.sh
source "$HERMIT_TOP/.ci/lib/common.sh"
# shellcheck source=lib.sh
source "$here/lib.sh"
export LC_ALL=C.UTF-8 # a JVM takes arguments and file names for what the locale says

systems=(linux isle)
versions=(17 25)
list=0
jobs=1
wanted=()

while [ $# -gt 0 ]; do
	case $1 in
	--on)
		[[ ${2:-} =~ ^(linux|isle)$ ]] || die_usage "--on takes linux or isle, not '${2:-}'"
		systems=("$2")
		shift
		;;
	--jdk)
		[[ ${2:-} =~ ^[0-9]+$ ]] || die_usage "--jdk takes 17 or 25, not '${2:-}'"
		versions=("$2")
		shift
		;;
	-j)
		[[ ${2:-} =~ ^[1-9][0-9]*$ ]] || die_usage "-j takes a number of JVMs to run at once, not '${2:-}'"
		jobs=$2
		shift
		;;
	--list) list=1 ;;
	-*) die_usage "unknown option '$1'; there are --on, --jdk, -j, --list" ;;
	*) wanted+=("$1") ;;
	esac
	shift
done

mkdir -p "$TARGET"
plan=()
plan_tests
[ ${#plan[@]} -gt 0 ] || die_usage "no Java test matches: ${wanted[*]}"
if [ "$list" -eq 1 ]; then
	printf '%s\n' "${plan[@]}" | sed 's/|.*//'
	exit 0
fi

printf 'TAP version 13\n1..%d\n' "${#plan[@]}"
for version in "${versions[@]}"; do
	prepare_version "$version"
done
plan_runs
run_all
