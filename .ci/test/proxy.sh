#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The proxy's own tests, on a fake isle. Arguments: --list, or names of tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../hermit-sdk-java/hermit-proxy"

if [ "${1:-}" = --list ]; then
	sed -n 's/^test_\([a-z0-9_]*\)().*/\1/p' test/cases/*.sh | sort
	exit 0
fi
make -s test-tools >&2
[ $# -gt 0 ] || exec test/run.sh
printf 'TAP version 13\n'
for name in "$@"; do
	test/run.sh "$name" | grep -vE '^(TAP version|1\.\.)' || true
done
