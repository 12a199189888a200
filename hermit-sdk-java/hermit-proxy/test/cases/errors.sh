# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Wrong variables and options, and hosts that lack something.

test_wrong_isle() {
	refused HERMIT_ISLE=moon 'allowed: qemu, qemu:N'
	refused HERMIT_ISLE=qemu:x 'allowed: qemu, qemu:N'
	refused HERMIT_ISLE=-1 'allowed: qemu, qemu:N'
	refused HERMIT_ISLE=qemu:999 'no NUMA node 999'
}

test_multikernel_isle_needs_its_linux() {
	[ ! -d /sys/hermit ] || skip "this Linux has /sys/hermit"
	refused HERMIT_ISLE=0 '/sys/hermit, which is missing on this Linux'
}

test_isle_qemu_is_the_default() {
	HERMIT_ISLE=qemu run "${bare_command[@]}" exit 3
	expect_status 3
}

test_wrong_cores() {
	for value in 0 256 -1 1x x '2 ' 99999999999999999999; do
		refused "HERMIT_CORES=$value" 'allowed: a number from 1 to 255'
	done
}

test_wrong_cpus() {
	for value in x 3-1 "1," ",1" 1-2-3 0,0 0-0,0 9999999; do
		refused "HERMIT_CPUS=$value" 'allowed: a list of at most 255 host CPUs'
	done
	refused HERMIT_CPUS=8000 'CPU 8000 cannot be used here; allowed: a list from [0-9]'
}

test_wrong_memory() {
	for value in 0 12 512 1T 1.5G -1G 63M 99999999999999999999G 512MB; do
		refused "HERMIT_MEM=$value" 'allowed: a whole number with suffix M or G'
	done
}

test_too_little_memory_for_the_kernel() {
	truncate -s 100M kernel
	refused HERMIT_MEM=128M 'too little memory for the kernel; allowed: at least 148M'
	HERMIT_MEM=148M run "${bare_command[@]}" exit 3
	expect_status 3
}

test_wrong_verbose() {
	refused HERMIT_VERBOSE=yes 'allowed: 0, 1 or 2'
}

test_wrong_accel() {
	refused HERMIT_ACCEL=hvf 'allowed: auto, kvm or tcg'
}

test_accel_is_told() {
	HERMIT_ACCEL=tcg run "$proxy" accel
	expect_status 0
	expect_match out '^tcg$'
	HERMIT_ACCEL=hvf run "$proxy" accel
	expect_status 2
	expect_match err 'HERMIT_ACCEL=hvf: wrong value; allowed: auto, kvm or tcg'
	run "$proxy" accel now
	expect_status 2
	expect_match err "accel takes no arguments, got 'now'"
}

test_wrong_share() {
	refused HERMIT_SHARE=/nonexistent 'No such file or directory'
	refused HERMIT_SHARE=/etc,/nonexistent '/nonexistent: No such file'
	refused HERMIT_SHARE=/ 'root folder of its own'
	refused HERMIT_SHARE=/etc/passwd 'not a folder'
	refused HERMIT_SHARE=/proc 'its own /proc'
	refused HERMIT_SHARE=/etc:rx 'No such file'
	refused HERMIT_SHARE=,/etc 'No such file'
}

test_wrong_gdb_port() {
	refused HERMIT_GDB=0 'allowed: a TCP port'
	refused HERMIT_GDB=65536 'allowed: a TCP port'
	refused HERMIT_GDB=tcp::1 'allowed: a TCP port'
}

test_wrong_qemu_arguments() {
	refused "HERMIT_QEMU_ARGS=-name 'x" 'every quote closed'
}

test_wrong_qemu() {
	refused_qemu=/nonexistent refused HERMIT_QEMU=/nonexistent 'No such file or directory'
	run env HERMIT_QEMU=nonexistent "${bare_command[@]}" exit 0
	expect_status 2
	expect_match err 'HERMIT_QEMU=nonexistent: not found in PATH'
	: >plain
	run env HERMIT_QEMU=./plain "${bare_command[@]}" exit 0
	expect_status 2
	expect_match err 'HERMIT_QEMU=./plain: Permission denied'
}

test_qemu_that_is_no_program() {
	echo nonsense >plain
	chmod +x plain
	run env HERMIT_QEMU=./plain "${bare_command[@]}" exit 0
	expect_status 125
	expect_match err './plain cannot be started: Exec format error'
	expect_one_line err
}

test_missing_qemu() {
	mkdir empty
	run env -u HERMIT_QEMU PATH="$PWD/empty" "$proxy" --kernel kernel /fake
	expect_status 125
	expect_match err 'install the package qemu-system-x86, or set HERMIT_QEMU'
	expect_one_line err
}

test_qemu_that_refuses() {
	FAKE_QEMU_FAIL="cannot set up guest memory 'ram': Cannot allocate memory" run "${bare_command[@]}" exit 0
	expect_status 125
	expect_match err 'cannot set up guest memory .*Cannot allocate memory'
	expect_no_match err 'too old'
}

test_old_qemu() {
	FAKE_QEMU_VERSION=5.2.0 FAKE_QEMU_FAIL="unsupported machine type" run "${bare_command[@]}" exit 0
	expect_status 125
	expect_match err 'version 5.2.0: too old, at least 6.0 is needed'
}

# unprivileged COMMAND...: run it as a user without rights, if this one may become another.
unprivileged() {
	[ "$(id -u)" -ne 0 ] || set -- setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/nonexistent "$@"
	chmod 755 "$work" .
	run "$@"
	expect_no_match err '^(setpriv|env|timeout):'
}

test_kvm_that_cannot_be_used() {
	HERMIT_ACCEL=kvm unprivileged "${bare_command[@]}" exit 0
	[ "$status" -ne 0 ] || skip "/dev/kvm is open to everybody here"
	expect_status 125
	expect_match err 'HERMIT_ACCEL=kvm: /dev/kvm: .*; allowed on this host: auto, tcg'
	expect_one_line err
}

test_ordinary_user() {
	HERMIT_ACCEL=auto unprivileged "${bare_command[@]}" exit 3
	expect_status 3
	expect_text err ""
}

test_nothing_is_written_to_tmpdir() {
	TMPDIR=/nonexistent run "${bare_command[@]}" exit 3
	expect_status 3
}

test_empty_variable_counts_as_not_set() {
	run env HERMIT_MEM= HERMIT_CORES= HERMIT_CPUS= HERMIT_ACCEL= HERMIT_ISLE= HERMIT_GDB= HERMIT_PORTS= HERMIT_VERBOSE= \
		"${bare_command[@]}" exit 3
	expect_status 3
}

test_command_line_errors() {
	run "$proxy"
	expect_status 2
	expect_match err 'no program given; see --help'
	run "$proxy" /bin/true
	expect_status 2
	expect_match err 'no kernel given, and /bin/true is no HermitCore executable'
	run "$proxy" --kernel kernel
	expect_status 2
	expect_match err 'no program given'
	run "$proxy" --kernel
	expect_status 2
	expect_match err -- '--kernel needs a value'
	run "$proxy" --kernel /nonexistent /fake
	expect_status 2
	expect_match err '/nonexistent: No such file'
	run "$proxy" --kernel . /fake
	expect_status 2
	run "$proxy" --kernel kernel --root /nonexistent /fake
	expect_status 2
	run "$proxy" --kernel kernel --share /nonexistent /fake
	expect_status 2
	expect_match err -- '--share /nonexistent: No such file'
	run "$proxy" --kernel kernel --what /fake
	expect_status 2
	expect_match err -- '--what: no such option'
	run "$proxy" --kernel kernel no-such-program-anywhere
	expect_status 2
	expect_match err 'no-such-program-anywhere: not found in PATH'
}

test_help_and_version() {
	run "$proxy" --help
	expect_status 0
	expect_match out '^usage: hermit-proxy --kernel FILE'
	run "$proxy" --version
	expect_status 0
	expect_match out '^hermit-proxy [0-9]'
	status=0
	"$proxy" --help >/dev/full 2>err || status=$?
	expect_status 1
}
