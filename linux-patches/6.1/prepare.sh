#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Makes a patched tree of a Linux 6.1.y tree: for a kernel that is built elsewhere, and for working on the patches.
set -euo pipefail
HERMIT_TOP=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$HERMIT_TOP/.ci/lib/common.sh"
source "$HERMIT_TOP/linux-patches/6.1/tree.sh"

print_help() {
	cat <<-'END_HELP'
		Usage: linux-patches/6.1/prepare.sh TREE

		Makes the new folder TREE of the package linux-source-6.1, or of what HERMIT_LINUX_SOURCE names (a Linux 6.1.y tree
		or tarball), applies the patches of `series` without fuzz, and adds the headers that the driver shares with the
		isle's kernel and the proxy. Where TREE is there, it is a Linux 6.1.y tree that gets what it lacks: patches
		unless they are applied, and headers that have changed.
	END_HELP
}

unpack() {
	local tree=$1
	linux_find_base
	FRESH=$(mktemp -d "$tree.XXXXXX") || die_usage "prepare.sh: $tree cannot be made; name a folder that can"
	trap 'linux_stop_child; rm -rf "$FRESH"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	linux_unpack "$FRESH/tree"
	mv -T "$FRESH/tree" "$tree"
}

main() {
	case ${1:-} in
	--help) print_help && exit 0 ;;
	'') die_usage "prepare.sh: no TREE given; --help shows the usage" ;;
	-*) die_usage "prepare.sh: unknown option '$1'; --help shows the usage" ;;
	esac
	[ $# -eq 1 ] || die_usage "prepare.sh takes one TREE, got '$2' as well"
	local tree=$1
	[ -e "$tree" ] || unpack "$tree"
	# shellcheck disable=SC2034 # for messages of tree.sh
	LINUX_BASE_NAME=$tree
	[ -d "$tree" ] || die_usage "prepare.sh: $tree is no folder; name a Linux 6.1.y tree, or a folder that does not exist yet"
	linux_check_version "$tree"
	if linux_is_applied "$tree"; then
		echo "the patches are applied already"
	else
		linux_apply "$tree"
	fi
	linux_copy_headers "$tree"
	echo "$tree is ready: CONFIG_HERMIT_CORE is in Processor type and features"
}

main "$@"
