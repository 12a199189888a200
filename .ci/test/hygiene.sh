#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What the tree must not contain, and what the kernel image must not be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh

tree_files() {
	git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r file; do
		[ ! -f "$file" ] || printf '%s\n' "$file"
	done
}

# none_of PATTERN FILES-PATTERN… — no line of the tree matches the extended regular expression. This file holds the
# patterns, so it is left out.
none_of() {
	local pattern=$1 found
	shift
	found=$(tree_files "$@" | grep -v '^.ci/test/hygiene.sh$' | xargs -d '\n' grep -nIE -- "$pattern" || true)
	expect 'no such line' '' "$found"
}

check_machine_paths() {
	none_of "(^|[^[:alnum:]_.-])(/home/[a-z]{3,}|/Users/[A-Za-z]+|/work)/" ':!*.md'
	[ "${#PWD}" -lt 8 ] || none_of "$(sed 's/[.[\*^$+?(){}|]/\\&/g' <<<"$PWD")"
}

# Where packages come from is the machine's own configuration.
check_repository_hosts() {
	none_of '(repo1?\.maven|central\.sonatype|(deb|ftp|security|snapshot)\.debian|archive\.ubuntu)\.(org|com|apache)'
}

check_unfinished() {
	none_of '\<(TODO|FIXME|XXX|HACK)\>' '*.c' '*.h' '*.cc' '*.asm' '*.inc' '*.java' '*.sh' '*.xml' 'hermit' '.ci/*' '*Makefile' '*.mk'
}

check_licence_lines() {
	local file missing=()
	while read -r file; do
		head -n 6 "$file" | grep -q 'SPDX-License-Identifier: ' || missing+=("$file")
	done < <(tree_files '*.c' '*.h' '*.cc' '*.asm' '*.java' '*.sh' '*.awk' '*Makefile' '*.mk' '*.ld' 'hermit' '.ci/run' '.ci/bare-root')
	expect 'a licence line in each of these' '' "${missing[*]}"
}

check_file_length() {
	local file lines long=()
	while read -r file; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 500 ] || long+=("$file:$lines")
	done < <(tree_files '*.c' '*.h' '*.asm' '*.java' '*.sh' 'hermit')
	expect 'no source of more than 500 lines' '' "${long[*]}"
}

check_binaries() {
	local found
	found=$(tree_files | xargs -d '\n' grep -LIe '' | while read -r file; do [ ! -s "$file" ] || echo "$file"; done)
	expect 'no binary file' '' "$found"
}

check_kernel_size() {
	local bytes
	bytes=$(size -B hermit-kernel/target/kernel.elf | awk 'NR == 2 { print $1 + $2 }')
	printf 'text+data: %s bytes\n' "$bytes"
	[ "$bytes" -gt 0 ] && [ "$bytes" -le $((2 * 1024 * 1024)) ]
}

# The kernel enters from a program without saving vector state, so no instruction of its own may touch that.
check_kernel_registers() {
	local found
	objdump -d --no-show-raw-insn hermit-kernel/target/kernel.elf >"$TAP_SCRATCH/kernel.txt"
	found=$(grep -E '%([xyz]mm[0-9]|st\>|mm[0-7])' "$TAP_SCRATCH/kernel.txt" | head -n 20 || true)
	expect 'no instruction on vector or x87 registers' '' "$found"
}

check_kernel_note() {
	readelf -nW hermit-kernel/target/kernel.elf | grep -q 'Xen' || { echo 'no PVH note' && exit 1; }
}

tap_begin "$@"
tap_test machine-paths check_machine_paths
tap_test repository-hosts check_repository_hosts
tap_test unfinished check_unfinished
tap_test licence-lines check_licence_lines
tap_test file-length check_file_length
tap_test no-binaries check_binaries
tap_test kernel-size check_kernel_size
tap_test kernel-registers check_kernel_registers
tap_test kernel-pvh-note check_kernel_note
tap_end
