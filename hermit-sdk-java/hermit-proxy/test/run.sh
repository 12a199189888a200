#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck disable=SC2034,SC2154 # variables of lib.sh and of the cases
# Black-box tests of the proxy, on a fake isle (fakeqemu). Prints TAP 13. run.sh [NAME]: all of them, or the one named.
set -u
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

unset "${!HERMIT_@}"
export HOME=$work/home LC_ALL=C SHELL=/bin/sh
unset XDG_CACHE_HOME
export XDG_RUNTIME_DIR=$work/runtime
mkdir "$HOME" "$XDG_RUNTIME_DIR"

# shellcheck source=lib.sh
. "$here/lib.sh"
for file in "$here"/cases/*.sh; do
	# shellcheck source=/dev/null
	. "$file"
done
names=$(compgen -A function test_ | sed 's/^test_//')
if [ $# -gt 0 ]; then
	compgen -A function "test_$1" | grep -Fxq "test_$1" || {
		echo "$0: no test $1; there are:" $names >&2
		exit 2
	}
	names=$1
fi

# Each test has a folder and a shell of its own.
run_test() {
	rm -f "$work/started" "$work/skip"
	mkdir "$work/$1"
	(
		cd "$work/$1" || exit 1
		export HERMIT_QEMU=$fake HERMIT_ACCEL=tcg
		head -c 3000 /dev/zero | tr '\0' k >kernel
		head -c 307200 /dev/zero | tr '\0' r >root
		"test_$1" </dev/null
	) 2>"$work/stderr"
}

printf '#!/bin/sh\n: >"%s/started"\n' "$work" >"$work/must-not-start"
chmod +x "$work/must-not-start"

echo "TAP version 13"
echo "1..$(wc -w <<<"$names")"
number=0
failed=0
for name in $names; do
	number=$((number + 1))
	run_test "$name"
	case $? in
	0) echo "ok $number - $name" ;;
	77) echo "ok $number - $name # SKIP $(cat "$work/skip")" ;;
	*)
		sed 's/^/# /' "$work/stderr"
		echo "not ok $number - $name"
		failed=$((failed + 1))
		;;
	esac
done
[ "$failed" -eq 0 ]
