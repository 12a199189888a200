# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Proxies with a payload, whole and damaged.

test_payload_runs() {
	pack packed
	run ./packed exit 6
	expect_status 6
}

test_payload_sections_arrive() {
	head -c 5001216 /dev/urandom >root
	head -c 100001 /dev/urandom >kernel
	pack packed
	run ./packed sums
	expect_status 0
	expect_text out "$("$target/test/crc32c" <kernel)
$("$target/test/crc32c" <root)"
}

test_payload_leaves_all_arguments_to_the_program() {
	pack packed
	run ./packed blob --help --kernel x -- y
	expect_status 0
	expect_match out '^program=/bin/fake$'
	grep '^arg=' out >arguments
	printf 'arg=%s\n' /bin/fake blob --help --kernel x -- y >expected
	cmp expected arguments || fail "$(cat arguments)"
}

test_payload_without_arguments() {
	pack packed arg=exit arg=8
	run ./packed
	expect_status 8
}

test_manifest_arguments_and_environment() {
	pack packed arg=blob 'arg=with\nline and \\ end' env=NEW=1 env=OLD=manifest x-main-class=Main
	OLD=caller run ./packed last
	expect_status 0
	expect_match out '^arg=with$'
	expect_match out '^line and \\ end$'
	expect_match out '^arg=last$'
	expect_match out '^env=NEW=1$'
	expect_match out '^env=OLD=caller$'
	expect_no_match out 'OLD=manifest'
}

test_manifest_filters_the_environment() {
	pack packed 'env.pass=LC_*' env.pass=PATH
	LC_TEST=1 OTHER=2 run ./packed blob
	expect_match out '^env=LC_TEST=1$'
	expect_match out '^env=PATH='
	expect_no_match out 'OTHER'
}

test_manifest_folder_memory_cores() {
	pack packed cwd=/app memory=512M cores=3
	run ./packed blob
	expect_match out '^cwd=/app$'
	expect_no_match out '^share='
	run ./packed options
	expect_sizes 536870912
	grep -A1 -Fx -- -smp out | grep -qx 3 || fail "not 3 cores"
	HERMIT_MEM=1G HERMIT_CORES=2 run ./packed options
	expect_sizes 1073741824
	grep -A1 -Fx -- -smp out | grep -qx 2 || fail "not 2 cores"
}

test_messages_name_the_program() {
	pack packed
	HERMIT_CORES=0 run ./packed
	expect_status 2
	expect_match err '^packed: HERMIT_CORES=0'
}

test_payload_survives_strip_of_its_name() {
	pack packed
	run bash -c 'exec -a "" ./packed exit 5'
	expect_status 5
}

damage() { # FILE OFFSET: another byte there
	local byte
	byte=$(od -An -tu1 -j"$2" -N1 "$1" | tr -d ' ')
	printf '%b' "\\0$(printf %o $(((byte + 1) % 256)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

test_damaged_sections() {
	for section in .hermit.kernel .hermit.rootfs .hermit.manifest; do
		pack packed
		damage packed $(($(offset_of packed "$section") + 60))
		run ./packed exit 0
		expect_status 125
		expect_one_line err
		expect_match err "this file is damaged: $section: checksum [0-9a-f]{8}, expected [0-9a-f]{8}; build it again"
	done
}

test_root_image_in_whole_pages() {
	head -c 5000000 /dev/urandom >root
	pack packed
	run ./packed exit 0
	expect_status 125
	expect_match err 'this file is damaged: .hermit.rootfs: not in whole pages'
	run "${bare_command[@]}" exit 0
	expect_status 2
	expect_match err -- '--root root: not in whole pages'
}

test_truncated_file() {
	pack packed
	truncate -s -200000 packed
	run ./packed exit 0
	expect_status 125
	expect_one_line err
	expect_match err 'this file is damaged'
}

test_missing_section() {
	pack packed
	for section in .hermit.kernel .hermit.rootfs .hermit.manifest; do
		objcopy --remove-section "$section" packed part
		run ./part exit 0
		expect_status 125
		expect_match err 'not all are there'
	done
}

# wrong_manifest REGEX LINE...: the lines, sealed, as the manifest of a proxy.
wrong_manifest() {
	local regex=$1
	shift
	printf '%s\n' "$@" >manifest
	seal manifest
	pack_sections packed
	run ./packed exit 0
	expect_status 125
	expect_one_line err
	expect_match err "$regex"
}

test_wrong_manifests() {
	good=(hermit.manifest=1 name=x kernel.crc32c=00000000 rootfs.crc32c=00000000 program=/x)
	wrong_manifest 'hermit.manifest expected' "${good[@]:1}"
	wrong_manifest 'hermit.manifest=2: wrong value' hermit.manifest=2 "${good[@]:1}"
	wrong_manifest 'program is missing' "${good[@]:0:4}"
	wrong_manifest 'line 6: what: no such key' "${good[@]}" what=1
	wrong_manifest 'line 6: name is there twice' "${good[@]}" name=y
	wrong_manifest 'line 6: cores=0: wrong value' "${good[@]}" cores=0
	wrong_manifest 'line 6: memory=1: wrong value' "${good[@]}" memory=1
	wrong_manifest 'line 6: cwd=app: wrong value' "${good[@]}" cwd=app
	wrong_manifest 'line 6: arg: a backslash' "${good[@]}" 'arg=\x'
	wrong_manifest 'line 6: not key=value' "${good[@]}" nothing
	wrong_manifest 'line 6: env==x: wrong value' "${good[@]}" 'env==x'
	wrong_manifest '.hermit.kernel: checksum' "${good[@]}"
}
