#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds the patched kernel of the multi-kernel VM, once for each base, patches, configuration, headers and compiler.
set -euo pipefail
HERMIT_TOP=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
source "$HERMIT_TOP/.ci/lib/common.sh"
source "$HERMIT_TOP/linux-patches/6.1/tree.sh"

print_help() {
	cat <<-'END_HELP'
		Usage: linux-patches/6.1/build.sh [--path]

		Unpacks Linux 6.1.y, applies the patches of `series`, configures it by `config`, and builds it. The result
		(bzImage, vmlinux, System.map, config) is a folder below $XDG_CACHE_HOME/hermit, whose path is the last line;
		where it is there already, nothing is built. --path prints where it is or would be.

		HERMIT_LINUX_SOURCE=PATH  a Linux 6.1.y tree or tarball in place of the package linux-source-6.1
		HERMIT_LINUX_DEBUG=1      with the options of `config.debug`: lockdep and other checks at run time; slow

		While working on the patches: make one tree with prepare.sh, build it in place with make, and start it by
		./hermit qemu --kernel TREE/vmlinux.
	END_HELP
}

build() {
	local result=$1
	linux_begin_work
	[ ! -f "$result/bzImage" ] || return 0 # made while we waited
	echo "base: $LINUX_BASE_NAME"
	linux_unpack "$LINUX_WORK/tree"
	linux_apply "$LINUX_WORK/tree"
	linux_copy_headers "$LINUX_WORK/tree"
	linux_configure "$LINUX_WORK/tree" "$LINUX_WORK/objects" on
	linux_make "$LINUX_WORK/tree" "$LINUX_WORK/objects" || die "Linux was not built: see the errors above"
	linux_keep "$LINUX_WORK/objects" "$result"
	echo "built in $SECONDS s"
}

main() {
	local result
	case ${1:-} in
	--help) print_help && exit 0 ;;
	--path | '') ;;
	*) die_usage "build.sh: unknown argument '$1'; --help shows the usage" ;;
	esac
	linux_find_base
	result=$(linux_result)
	if [ -f "$result/bzImage" ]; then
		touch "$result" # in use: others go before it
	elif [ $# -eq 0 ]; then
		build "$result"
	fi
	printf '%s\n' "$result"
}

main "$@"
