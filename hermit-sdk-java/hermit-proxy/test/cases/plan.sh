# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# What the isle is told, and what it is given.

test_arguments_arrive_as_they_are() {
	run "${bare_command[@]}" blob '' 'b c' $'two\nlines' --help -- '*'
	expect_status 0
	grep -v '^env=' out | sed -n '/^arg=blob/,/^cwd/p' >arguments
	printf '%s\n' arg=blob arg= 'arg=b c' $'arg=two\nlines' arg=--help arg=-- 'arg=*' "cwd=$PWD" >expected
	cmp expected arguments || fail "$(cat arguments)"
}

test_environment_but_ours() {
	run env -i HERMIT_QEMU="$fake" HERMIT_ACCEL=tcg A=1 'B=two words' C= PATH="$PATH" "${bare_command[@]}" blob
	expect_status 0
	grep '^env=' out | sort >environment
	printf '%s\n' env=A=1 'env=B=two words' env=C= "env=PATH=$PATH" | sort >expected
	cmp expected environment || fail "$(cat environment)"
}

test_many_arguments() {
	mapfile -t many < <(seq 20000)
	run "${bare_command[@]}" blob "${many[@]}"
	expect_status 0
	expect_match out '^arg=20000$'
}

test_working_folder_is_shared() {
	mkdir 'a folder, with a comma'
	(cd 'a folder, with a comma' && "$proxy" --kernel ../kernel /fake blob >../out)
	expect_match out "^share=$PWD/a folder, with a comma share0$"
	expect_match out "^cwd=$PWD/a folder, with a comma$"
	(cd 'a folder, with a comma' && "$proxy" --kernel ../kernel /fake options >../out)
	expect_match out "path=$PWD/a folder,, with a comma$"
}

test_root_folder_is_not_shared() {
	kernel=$PWD/kernel
	(cd / && "$proxy" --kernel "$kernel" /fake blob) >out
	expect_match out '^cwd=/$'
	expect_no_match out '^share='
}

test_shares_as_told() {
	mkdir -p one/inner two
	HERMIT_SHARE="$PWD/one:ro,$PWD/two/" run "${bare_command[@]}" blob
	expect_status 0
	grep '^share=' out >shares
	printf '%s\n' "share=$PWD/one:ro share0" "share=$PWD/two share1" >expected
	cmp expected shares || fail "$(cat shares)"
	expect_match out '^cwd=/$'
	HERMIT_SHARE=".,one/inner" run "${bare_command[@]}" blob
	expect_match out "^share=$PWD share0$"
	expect_no_match out inner
	expect_match out "^cwd=$PWD$"
	HERMIT_SHARE="one/inner,.:ro" run "${bare_command[@]}" blob
	expect_match out "^share=$PWD:ro share0$"
	expect_match out "^share=$PWD/one/inner share1$"
}

test_no_shares() {
	HERMIT_SHARE='' run "${bare_command[@]}" blob
	expect_status 0
	expect_no_match out '^share='
}

test_share_options_add_to_the_variable() {
	mkdir one two
	HERMIT_SHARE=one run "$proxy" --kernel kernel --share two:ro --share="$PWD/one" -- /fake blob
	expect_status 0
	expect_match out "^share=$PWD/one share0$"
	expect_match out "^share=$PWD/two:ro share1$"
}

test_read_only_share_is_read_only_in_qemu() {
	HERMIT_SHARE=.:ro run "${bare_command[@]}" options
	expect_match out "^local,id=share0,security_model=none,multidevs=remap,readonly=on,path=$PWD$"
	expect_match out '^virtio-9p-device,fsdev=share0,mount_tag=share0$'
}

test_program_is_found_as_a_shell_finds_it() {
	mkdir bin
	printf '#!/bin/sh\n' >bin/tool
	chmod +x bin/tool
	PATH=$PWD/bin:$PATH run "$proxy" --kernel kernel tool blob
	expect_match out "^program=$PWD/bin/tool$"
	expect_match out '^arg=tool$'
	run "$proxy" --kernel kernel bin/tool blob
	expect_match out "^program=$PWD/bin/tool$"
	run "$proxy" --kernel kernel /only/on/the/isle blob
	expect_match out '^program=/only/on/the/isle$'
}

# expect_sizes BYTES: so much RAM around the image, less 2 MiB at most, and all of it together as -m.
expect_sizes() {
	local low high mapped all
	low=$(sed -n 's/^memory-backend-ram,id=low,size=//p' out)
	high=$(sed -n 's/^memory-backend-ram,id=high,size=//p' out)
	mapped=$(sed -n 's/^memory-backend-file,id=image,size=\([0-9]*\),.*/\1/p' out)
	all=$(grep -A1 -Fx -- -m out | sed -n 's/K$//p')
	[ $((low + high)) -le "$1" ] && [ $((low + high + 2097152)) -gt "$1" ] || fail "$low + $high bytes of RAM, expected $1"
	[ $((low + high + mapped)) -eq $((all * 1024)) ] && [ $((all % 8)) -eq 0 ] || fail "-m ${all}K for $low, $mapped, $high"
}

test_memory_and_cores() {
	HERMIT_MEM=2G HERMIT_CORES=16 run "${bare_command[@]}" options
	expect_sizes 2147483648
	expect_match out '^16$'
	HERMIT_CPUS=0 HERMIT_CORES=16 run "${bare_command[@]}" options
	grep -A1 -Fx -- -smp out | grep -qx 1 || fail "HERMIT_CPUS does not win"
}

test_isle_without_root_image() {
	HERMIT_MEM=512M run "$proxy" --kernel kernel /fake options
	expect_status 0
	expect_match out '^524288K$'
	expect_no_match out 'hermit.image|memory-backend'
}

test_default_memory_is_sensible() {
	run "${bare_command[@]}" options
	memory=$(($(grep -A1 -Fx -- -m out | sed -n 's/K$//p') / 1024))
	[ "$memory" -ge 256 ] && [ "$memory" -le 16386 ] || fail "$memory MiB"
}

test_virtual_cpus_are_pinned() {
	HERMIT_CPUS=0 start signals 1
	affinity=$(grep -h '^Cpus_allowed_list:' /proc/"$qemu_pid"/task/*/status | sort | uniq -c)
	kill -TERM "$pid"
	finish 5
	expect_status 0
	[ "$(nproc)" -eq 1 ] || grep -q '1 Cpus_allowed_list:[[:space:]]*0$' <<<"$affinity" || fail "$affinity"
}

test_isle_bound_to_a_node() {
	[ -d /sys/devices/system/node/node0 ] || skip "this host shows no NUMA nodes"
	HERMIT_ISLE=qemu:0 start signals 1
	policy=$(cat "/proc/$qemu_pid/numa_maps" 2>/dev/null)
	kill -TERM "$pid"
	finish 5
	[ -z "$policy" ] || grep -q 'bind:0' <<<"$policy" || fail "memory is not bound: $(head -3 <<<"$policy")"
}

test_more_arguments_for_qemu() {
	HERMIT_QEMU_ARGS="-name 'two words' -d \"a\\\"b\" x\\ y" run "${bare_command[@]}" options
	expect_match out '^two words$'
	expect_match out '^a"b$'
	expect_match out '^x y$'
}

test_debugger() {
	HERMIT_GDB=1234 run "${bare_command[@]}" options
	expect_match out '^tcp:127.0.0.1:1234$'
}

test_accelerators() {
	run "${bare_command[@]}" options
	expect_match out '^tcg,thread=single$'
	HERMIT_ACCEL=auto run "${bare_command[@]}" options
	expect_match out '^(tcg,thread=single|kvm)$'
}

test_verdict_on_kvm_is_kept() {
	[ -w /dev/kvm ] || skip "no /dev/kvm to judge"
	export XDG_CACHE_HOME=$PWD/cache
	HERMIT_ACCEL=auto run "${bare_command[@]}" exit 3
	expect_status 3
	expect_match cache/hermit/accel '^[0-9a-f-]{36} [0-9a-f]+:[0-9a-f]+ (kvm|tcg)$'
	[ "$(ls -A cache/hermit)" = accel ] || fail "more is left: $(ls -A cache/hermit)"
	sed -i 's/ [a-z]*$/ kvm/' cache/hermit/accel
	HERMIT_ACCEL=auto run "${bare_command[@]}" options
	expect_match out '^kvm$'
	sed -i 's/^[0-9a-f]*/00000000/' cache/hermit/accel # another boot
	HERMIT_ACCEL=auto run "${bare_command[@]}" exit 3
	expect_no_match cache/hermit/accel '^00000000'
}

test_verdict_on_kvm_needs_no_cache() {
	XDG_CACHE_HOME=/proc HERMIT_ACCEL=auto run "${bare_command[@]}" exit 3
	expect_status 3
	expect_text err ""
	run env -u HOME HERMIT_ACCEL=auto "${bare_command[@]}" exit 3
	expect_status 3
}

test_facts_in_the_blob() {
	(umask 027 && HERMIT_VERBOSE=1 "${bare_command[@]}" blob >out 2>err)
	expect_match out "^identity=$(id -u):$(id -g) umask 027$"
	expect_match out '^clock=right$'
	expect_match out '^isle=0 kind 1 flags 1$'
	expect_match out '^hostname=isle0$'
}

# make_hermitcore FILE: what looks like a HermitCore executable (EI_OSABI 0x42), 3000 bytes.
make_hermitcore() {
	{
		printf '\177ELF\002\001\001\102'
		head -c 2992 /dev/zero
	} >"$1"
	chmod +x "$1"
}

# As binfmt_misc calls it: the file, then the arguments; options among them are the program's.
test_hermitcore_executable_as_binfmt_misc_calls_it() {
	make_hermitcore app
	run "$proxy" "$PWD/app" blob --version ps
	expect_status 0
	expect_match out "^program=$PWD/app\$"
	grep '^arg=' out >arguments
	expect_text arguments "arg=$PWD/app
arg=blob
arg=--version
arg=ps"
	mkdir sub
	cd sub || fail "no folder"
	run "$proxy" ../app options
	expect_match out "/sub/../app\$"
}
