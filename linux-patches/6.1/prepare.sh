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

		Applies the patches of `series` to the Linux 6.1.y tree TREE, without fuzz, and copies the headers that the
		driver shares with the isle's kernel and the proxy into it. Where the patches are applied already, only the
		headers are brought up to date.
	END_HELP
}

main() {
	case ${1:-} in
	--help) print_help && exit 0 ;;
	'') die_usage "prepare.sh: no TREE given; --help shows the usage" ;;
	-*) die_usage "prepare.sh: unknown option '$1'; --help shows the usage" ;;
	esac
	[ $# -eq 1 ] || die_usage "prepare.sh takes one TREE, got '$2' as well"
	LINUX_BASE_NAME=$1
	[ -d "$1" ] || die_usage "$1 is no folder; unpack a Linux 6.1.y source and name its folder"
	linux_check_version "$1"
	if linux_is_applied "$1"; then
		echo "the patches are applied to $1"
	else
		linux_apply "$1"
	fi
	linux_copy_headers "$1"
	echo "$1 is ready: switch CONFIG_HERMIT_CORE on (make menuconfig: Processor type and features)"
}

main "$@"
