#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Checks the patches: they apply without fuzz, the kernel builds with and without them switched on, checkpatch is content.
# A line a step; the log of all is .hermit/log/linux-check.log.
set -euo pipefail
HERMIT_TOP=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$HERMIT_TOP/.ci/lib/common.sh"
source "$HERMIT_TOP/.ci/lib/setup.sh"
source "$HERMIT_TOP/linux-patches/6.1/tree.sh"
readonly LOG=$LOG_DIR/linux-check.log

# check WHAT FUNCTION… — its output goes to the log, whose end is shown where the step fails. CHECKED is its status: bash
# ignores `set -e` in whatever is called where a status is looked at.
check() {
	local what=$1 status=0 started=$SECONDS before
	shift
	before=$(wc -l <"$LOG")
	set +e
	linux_step "$@" >>"$LOG" 2>&1
	status=$?
	set -e
	if [ "$status" -eq 0 ]; then
		printf 'ok: %s (%d s)\n' "$what" $((SECONDS - started))
	else
		printf 'FAILED: %s\n' "$what"
		tail -n +$((before + 1)) "$LOG" | tail -n 60 | sed 's/^/  /'
		FAILED=$((FAILED + 1))
	fi
	CHECKED=$status
}

# check_first WHAT FUNCTION… — a step that the others need.
check_first() {
	check "$@"
	[ "$CHECKED" -eq 0 ] || exit 1
}

# The list and the files agree, and each patch has a message.
check_series() {
	local name file status=0
	for name in $(linux_entries "$LINUX_PATCHES/series"); do
		[ -f "$LINUX_PATCHES/$name" ] || { echo "series names $name, which does not exist" && status=1; }
	done
	for file in "$LINUX_PATCHES"/*.patch; do
		[ -f "$file" ] || continue
		grep -qxF "${file##*/}" <(linux_entries "$LINUX_PATCHES/series") ||
			{ echo "${file##*/} is not in series" && status=1; }
	done
	return "$status"
}

# build on|off — the second one only compiles what the option changes: it has the objects of the first. No warnings.
build() {
	local core=$1 status=0
	linux_configure "$LINUX_WORK/tree" "$LINUX_WORK/objects" "$core"
	linux_make "$LINUX_WORK/tree" "$LINUX_WORK/objects" >"$LINUX_WORK/messages" 2>&1 || status=$?
	cat "$LINUX_WORK/messages"
	[ "$status" -eq 0 ]
	! grep -E '(warning|error):' "$LINUX_WORK/messages" >/dev/null || { echo 'the compiler warns' && return 1; }
	if [ "$core" = on ]; then
		linux_keep "$LINUX_WORK/objects" "$(linux_result)"
	else
		! grep -qx 'CONFIG_HERMIT_CORE=y' "$LINUX_WORK/objects/.config"
	fi
}

# Not asked for: that each patch with a new file changes MAINTAINERS, too (FILE_PATH_CHANGES).
checkpatch() {
	(cd "$LINUX_WORK/tree" && perl scripts/checkpatch.pl --strict --ignore FILE_PATH_CHANGES --terse --no-summary "$1")
}

main() {
	local name
	[ $# -eq 0 ] || die_usage "check.sh takes no arguments, got '$1'"
	setup_ensure multikernel
	mkdir -p "$LOG_DIR"
	: >"$LOG"
	FAILED=0
	linux_find_base
	[ -n "$(linux_entries "$LINUX_PATCHES/series")" ] || die "linux-patches/6.1/series is empty: there is nothing to check"
	check_first "series and patch files agree" check_series
	linux_begin_work
	check_first "unpacked $LINUX_BASE_NAME" linux_unpack "$LINUX_WORK/tree"
	linux_check_version "$LINUX_WORK/tree"
	check_first "patches apply without fuzz" linux_apply "$LINUX_WORK/tree"
	linux_copy_headers "$LINUX_WORK/tree"
	check "builds with CONFIG_HERMIT_CORE=y" build on
	check "builds with CONFIG_HERMIT_CORE off" build off
	for name in $(linux_entries "$LINUX_PATCHES/series"); do
		check "checkpatch: $name" checkpatch "$LINUX_PATCHES/$name"
	done
	[ "$FAILED" -eq 0 ]
}

main "$@"
