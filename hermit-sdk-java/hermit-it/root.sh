#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Makes the root image for the Java tests of one JDK: all of its modules linked to a run-time image at /jdk, the shared
# libraries that it needs, the UTF-8 locale, the skeleton of `./hermit run`.
#   root.sh JDK-HOME IMAGE
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HERMIT_TOP=$(cd "$here/../.." && pwd)
# shellcheck source=../../.ci/lib/common.sh
source "$HERMIT_TOP/.ci/lib/common.sh"
# shellcheck source=../../.ci/lib/build.sh
source "$HERMIT_TOP/.ci/lib/build.sh"

# A class-data archive lets a JVM start in a third of the time. It holds the time of lib/modules, which is 0 in the image.
dump_archive() {
	touch -d @0 "$1/lib/modules"
	"$1/bin/java" -Xshare:dump
}

# A JDK without jmods links from its own run-time image and then cannot include jlink itself.
link_runtime() {
	local jdk=$1 to=$2 modules
	modules=$("$jdk/bin/java" --list-modules | sed 's/@.*//' | grep -vx -e jdk.jlink -e jdk.jpackage | paste -sd,)
	"$jdk/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$to"
}

# Paths of all shared libraries that the ELF files below FOLDER need and that are not below it.
needed_libraries() {
	find "$1" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null |
		sed -n 's/^.*=> \(\/[^ ]*\) (.*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-linux[^ ]*\) (.*/\1/p' | grep -v "^$1/" | sort -u
}

main() {
	local jdk=$1 image=$2 stage library
	mkdir -p "${image%/*}"
	stage=$(mktemp -d "$image.XXXXXX")
	trap 'chmod -R u+w "'"$stage"'"; rm -rf "'"$stage"'"' EXIT
	build_run_root_tree "$HERMIT_TOP/hermit-kernel/run-root" "$stage"
	mkdir -p "$stage"/usr/{bin,sbin,lib,lib64}
	link_runtime "$jdk" "$stage/jdk"
	dump_archive "$stage/jdk"
	for library in $(needed_libraries "$stage/jdk"); do
		mkdir -p "$stage${library%/*}"
		cp -L "$library" "$stage$library"
	done
	if [ -d /usr/lib/locale/C.utf8 ]; then # arguments and file names of java are in the locale's encoding
		mkdir -p "$stage/usr/lib/locale"
		cp -r /usr/lib/locale/C.utf8 "$stage/usr/lib/locale/"
	fi
	mkfs.erofs -T0 -x-1 -U 00000000-0000-4000-8000-000000000002 --all-root "$image.new" "$stage" >/dev/null
	mv "$image.new" "$image"
}

main "$@"
