# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# Prints TAP 13 for tests written in shell. A script sources this, calls tap_begin "$@", then tap_test for each test and
# tap_end. Arguments of the script: --list prints the names only; others are the names of the tests to run.

TAP_COUNT=0
TAP_FAILED=0
TAP_LIST=0
TAP_ONLY=()

tap_begin() {
	if [ "${1:-}" = --list ]; then
		TAP_LIST=1
		return
	fi
	TAP_ONLY=("$@")
	TAP_SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/hermit-test.XXXXXX")
	trap 'rm -rf "$TAP_SCRATCH"' EXIT
	printf 'TAP version 13\n'
}

# Whether the test is to be run; prints its name where only a list is wanted.
tap_wanted() {
	local name=$1 only
	if [ "$TAP_LIST" -eq 1 ]; then
		printf '%s\n' "$name"
		return 1
	fi
	[ ${#TAP_ONLY[@]} -gt 0 ] || return 0
	for only in "${TAP_ONLY[@]}"; do
		[ "$only" != "$name" ] || return 0
	done
	return 1
}

# tap_test NAME COMMAND… — passes where COMMAND, in a subshell with `set -e`, ends with status 0. Its output is shown
# on failure.
tap_test() {
	local name=$1 status=0
	shift
	tap_wanted "$name" || return 0
	TAP_COUNT=$((TAP_COUNT + 1))
	set +e
	(
		set -e
		"$@"
	) >"$TAP_SCRATCH/output" 2>&1 </dev/null
	status=$?
	set -e
	if [ "$status" -eq 0 ]; then
		printf 'ok %d - %s\n' "$TAP_COUNT" "$name"
	else
		TAP_FAILED=$((TAP_FAILED + 1))
		printf 'not ok %d - %s\n' "$TAP_COUNT" "$name"
		printf '# ended with status %d\n' "$status"
		tail -n 60 "$TAP_SCRATCH/output" | sed 's/^/# /'
	fi
}

tap_skip() {
	tap_wanted "$1" || return 0
	TAP_COUNT=$((TAP_COUNT + 1))
	printf 'ok %d - %s # SKIP %s\n' "$TAP_COUNT" "$1" "$2"
}

tap_end() {
	[ "$TAP_LIST" -eq 0 ] || return 0
	printf '1..%d\n' "$TAP_COUNT"
	[ "$TAP_FAILED" -eq 0 ]
}

# expect WHAT EXPECTED ACTUAL
expect() {
	[ "$2" = "$3" ] || {
		printf 'expected %s:\n%s\ngot:\n%s\n' "$1" "$2" "$3"
		exit 1
	}
}

# expect_match WHAT PATTERN ACTUAL — an extended regular expression
expect_match() {
	grep -Eq -- "$2" <<<"$3" || {
		printf 'expected %s to match: %s\ngot:\n%s\n' "$1" "$2" "$3"
		exit 1
	}
}

# expect_status N COMMAND… — standard output and error of COMMAND go to OUTPUT.
expect_status() {
	local expected=$1 status=0
	shift
	OUTPUT=$("$@" 2>&1) || status=$?
	[ "$status" -eq "$expected" ] || {
		printf 'expected status %d, got %d: %s\n%s\n' "$expected" "$status" "$*" "$OUTPUT"
		exit 1
	}
}

# A TCP port of this machine's loopback that nobody listens on.
free_port() {
	local port
	for port in $(shuf -i 20000-29999 -n 50); do
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s\n' "$port" && return; }
	done
	echo 'found no free port on loopback' >&2
	exit 1
}
