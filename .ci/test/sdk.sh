#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Maven's own checks and tests of the whole reactor: unit tests, Spotless, Error Prone, the plugin's integration tests. Their
# reports become TAP. Arguments: --list (of the last run), or names: a class, CLASS/METHOD, a project of src/it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
LOG=$LOG_DIR/sdk-verify.log
PLUGIN=hermit-sdk-java/hermit-maven-plugin

# reports [TESTS OF FIND] — of the reactor's own tests.
reports() {
	# what tests build in target/it has reports of its own, failures among them
	find hermit-sdk-java examples benchmarks \( -path '*/src' -o -path '*/target/it' \) -prune -o \
		\( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml' -o \
		-path '*/target/invoker-reports/TEST-*.xml' \) "$@" -print | sort
}

results() {
	local files
	mapfile -t files < <(reports "$@")
	[ ${#files[@]} -eq 0 ] || awk -f .ci/lib/junit.awk "${files[@]}"
}

# Maven's arguments for the names: projects of src/it for the invoker, everything else for surefire.
selection() {
	local name classes=() projects=()
	for name in "$@"; do
		name=${name/\//#}
		if [ -d "$PLUGIN/src/it/${name##*#}" ]; then
			projects+=("${name##*#}")
		else
			classes+=("$name")
		fi
	done
	if [ ${#projects[@]} -gt 0 ]; then
		printf '%s\n' "-Dinvoker.test=$(IFS=,; echo "${projects[*]}")"
	else
		printf '%s\n' -Dinvoker.skip=true
	fi
	if [ ${#classes[@]} -gt 0 ]; then
		printf '%s\n' "-Dtest=$(IFS=,; echo "${classes[*]}")" -Dsurefire.failIfNoSpecifiedTests=false
	else
		printf '%s\n' -DskipTests
	fi
}

main() {
	local arguments=() status=0 stamp
	if [ "${1:-}" = --list ]; then
		results | sed -n 's/^\(not \)\?ok - \([^ ]*\).*/\2/p'
		return
	fi
	[ $# -eq 0 ] || mapfile -t arguments < <(selection "$@")
	mkdir -p "$LOG_DIR"
	stamp=$(mktemp)
	printf 'TAP version 13\n'
	JAVA_HOME=$(java_home) mvn -B -f pom.xml verify -Dmaven.test.failure.ignore=true "${arguments[@]}" >"$LOG" 2>&1 || status=$?
	results -newer "$stamp"
	rm -f "$stamp"
	if [ "$status" -eq 0 ]; then
		printf 'ok - maven-verify\n'
	else
		printf 'not ok - maven-verify\n# log: %s\n' "$LOG"
		grep -E '^\[ERROR\]' "$LOG" | head -n 30 | sed 's/^/# /'
	fi
}

main "$@"
