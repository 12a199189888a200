#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Form of the sources. The Java sources are checked by Spotless in the Maven build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh

# Files of the tree that git knows or would take, those of PATTERNS only.
tree_files() {
	git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

c_folders() {
	tree_files '*.c' '*.h' '*.cc' | sed 's|/[^/]*$||' | sort -u
}

check_clang_format() {
	local folder=$1 files
	mapfile -t files < <(find "$folder" -maxdepth 1 -name '*.c' -o -maxdepth 1 -name '*.h' -o -maxdepth 1 -name '*.cc')
	clang-format --dry-run -Werror --ferror-limit=5 "${files[@]}"
}

shell_scripts() {
	tree_files | while read -r file; do
		case $file in
		*.sh) printf '%s\n' "$file" ;;
		*.*/* | *.[a-z]*) [[ $file != .ci/* || $file == .ci/lib/* ]] || has_shell_shebang "$file" ;;
		*) has_shell_shebang "$file" ;;
		esac
	done
}

has_shell_shebang() {
	! head -n 1 "$1" | grep -aqE '^#!.*[/ ](ba)?sh' || printf '%s\n' "$1"
}

check_shell() {
	local scripts
	mapfile -t scripts < <(shell_scripts)
	[ ${#scripts[@]} -gt 5 ] || { printf 'found only: %s\n' "${scripts[*]}" && exit 1; }
	# Information and style are left out: quoted programs of other languages look like forgotten expansions.
	shellcheck -x --severity=warning "${scripts[@]}"
}

# The public headers are for C and C++ programs.
check_public_header() {
	local header=$1 language
	for language in c c++; do
		printf '#include "%s"\n' "$header" |
			gcc -Wall -Wextra -Werror -Ihermit-kernel/include -fsyntax-only -x "$language" - || exit 1
	done
}

tap_begin "$@"
for folder in $(c_folders); do
	tap_test "clang-format/$folder" check_clang_format "$folder"
done
tap_test shellcheck check_shell
tap_test headers/kernel make -s -C hermit-kernel test-headers
for header in hermit-kernel/include/hermit/*.h; do
	tap_test "headers/${header##*/}" check_public_header "hermit/${header##*/}"
done
tap_end
