# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# Multi-kernel isles, on a device that is a folder (fakedevice). The servers of host folders are real ones: diod.

# with_isles N: a Linux that has so many isles, all free.
with_isles() {
	local n
	export FAKE_DEVICE=$PWD/isles
	for ((n = 0; n < $1; n++)); do
		mkdir -p "isles/isle$n"
		: >"isles/isle$n/device"
		echo free >"isles/isle$n/status"
	done
	isle_command=("$device_proxy" --kernel kernel --root root -- /fake)
	bare_command=("${isle_command[@]}")
}

need_diod() {
	type -P diod >/dev/null || [ -x /usr/sbin/diod ] || skip "needs diod (package diod)"
}

# wrong VARIABLE=VALUE REGEX: exit status 2, one line that names both, and no isle was started.
wrong() {
	run env "$1" "${isle_command[@]}" exit 0
	expect_status 2
	expect_one_line err
	grep -Fq -- "$1" err || fail "the message does not name $1: $(cat err)"
	expect_match err "$2"
	[ ! -e isles/start ] || fail "an isle was started"
}

test_multikernel_isle_is_the_default() {
	with_isles 2
	HERMIT_SHARE='' run "${isle_command[@]}" blob
	expect_status 0
	expect_match out '^isle=0 kind 2 flags 0$'
	expect_match out '^hostname=isle0$'
	expect_match out '^network=192.168.28.2/24 gateway 192.168.28.1 flags 0$'
	expect_match isles/start '^cpus=1$'
	expect_match isles/start '^memory=536870912$'
	expect_match isles/start '^streams=1$'
	expect_match isles/start '^image=3000$'
	expect_match isles/start '^root=307200$'
	[ -e isles/stopped ] || fail "the isle was not given back"
}

test_multikernel_isle_as_told() {
	with_isles 2
	HERMIT_ISLE=1 HERMIT_CPUS=3-5,7 HERMIT_MEM=128M HERMIT_VERBOSE=1 HERMIT_SHARE='' run "${isle_command[@]}" blob
	expect_status 0
	expect_match out '^isle=1 kind 2 flags 1$'
	expect_match out '^hostname=isle1$'
	expect_match out '^network=192.168.28.3/24 gateway 192.168.28.1 flags 0$'
	expect_match isles/start '^cpus=3-5,7$'
	expect_match isles/start '^memory=134217728$'
}

test_vm_isle_where_linux_can_split_itself() {
	with_isles 1
	HERMIT_ISLE=qemu run "${isle_command[@]}" blob
	expect_status 0
	expect_match out '^isle=0 kind 1 flags 0$'
	[ ! -e isles/start ] || fail "a multi-kernel isle was started"
}

test_multikernel_isle_without_network() {
	with_isles 1
	HERMIT_NETIF=none HERMIT_SHARE='' run "${isle_command[@]}" blob
	expect_status 0
	expect_no_match out '^network='
}

test_payload_is_handed_over_as_it_lies() {
	with_isles 1
	proxy=$device_proxy pack packed
	HERMIT_SHARE='' run ./packed exit 3
	expect_status 3
	expect_match isles/start "^image_offset=$(offset_of packed .hermit.kernel)$"
	expect_match isles/start '^image=3000$'
}

test_damaged_payload_starts_no_isle() {
	with_isles 1
	proxy=$device_proxy pack packed
	printf X | dd of=packed bs=1 seek=$(($(offset_of packed .hermit.kernel) + 77)) conv=notrunc status=none
	run ./packed exit 0
	expect_status 125
	expect_match err 'damaged: .hermit.kernel: checksum'
	[ ! -e isles/start ] || fail "an isle was started"
}

test_variables_of_vm_isles() {
	with_isles 2
	wrong HERMIT_CORES=4 'HERMIT_CPUS says which cores'
	wrong HERMIT_QEMU_ARGS=-S 'there is no QEMU'
	wrong HERMIT_GDB=1234 'there is no QEMU'
	wrong HERMIT_PORTS=8080:80 'address of its own, 192.168.28.2,'
	wrong HERMIT_NETIF=tap0 'allowed: none, or not set'
	wrong HERMIT_IP=dhcp 'is 192.168.28.2; allowed: not set'
	HERMIT_ACCEL=kvm HERMIT_SHARE='' run "${isle_command[@]}" exit 3
	expect_status 3
}

test_wrong_values_for_multikernel_isles() {
	with_isles 2
	wrong HERMIT_ISLE=2 'no isle 2; allowed: 0 to 1'
	wrong HERMIT_ISLE=253 'wrong value; allowed'
	wrong HERMIT_CPUS=3-1 'allowed: a list'
	wrong HERMIT_MEM=1M 'allowed: a whole number'
}

test_busy_isle_names_its_owner() {
	with_isles 2
	echo EBUSY >isles/isle0/device
	sleep 20 &
	until_true 5 grep -qx sleep "/proc/$!/comm" # until then it has this shell's name
	echo $! >isles/isle0/owner
	run "${isle_command[@]}" exit 0
	expect_status 125
	expect_one_line err
	expect_match err "isle 0 is in use by process $! \(sleep\); wait for its end, or choose another isle"
	if [ -e isles/start ] || [ -e isles/stopped ]; then
		fail "the owner was disturbed"
	fi
	kill $!
	HERMIT_ISLE=1 HERMIT_SHARE='' run "${isle_command[@]}" exit 3
	expect_status 3
}

test_isle_whose_owner_has_ended() {
	with_isles 1
	echo EBUSY >isles/isle0/device
	true &
	wait $!
	echo "$! true" >isles/isle0/owner
	(sleep 0.5 && : >isles/isle0/device) &
	HERMIT_SHARE='' run "${isle_command[@]}" exit 3
	expect_status 3
	echo EBUSY >isles/isle0/device
	run "${isle_command[@]}" exit 0
	expect_status 125
	expect_match err 'isle 0 is being given back to Linux, for longer than it should; try again'
}

test_isle_without_device() {
	with_isles 1
	rm isles/isle0/device
	run "${isle_command[@]}" exit 0
	expect_status 125
	expect_match err 'isle0/device is missing, though this Linux has isle 0; mount devtmpfs'
}

test_isle_that_is_not_allowed() {
	with_isles 1
	echo EACCES >isles/isle0/device
	run "${isle_command[@]}" exit 0
	expect_status 125
	expect_match err 'you may not use it; a udev rule can give it to a group'
	chgrp 1 isles/isle0/device 2>/dev/null || skip "needs root"
	chmod 660 isles/isle0/device
	run "${isle_command[@]}" exit 0
	expect_match err "its group may: 'usermod -aG $(getent group 1 | cut -d: -f1) NAME'"
}

test_refusal_of_the_driver() {
	with_isles 1
	echo 'EINVAL CPU 0 is the one that Linux starts on; choose others' >isles/refuse
	HERMIT_SHARE='' HERMIT_CPUS=0 run "${isle_command[@]}" exit 0
	expect_status 2
	expect_one_line err
	expect_match err 'isle 0 does not start on CPUs 0 \(HERMIT_CPUS\): CPU 0 is the one that Linux starts on'
	echo 'ENOMEM node 0 has 12 MiB in one piece; 512 MiB are needed' >isles/refuse
	HERMIT_SHARE='' run "${isle_command[@]}" exit 0
	expect_status 125
	expect_match err 'node 0 has 12 MiB in one piece'
	echo 'ENOMEM' >isles/refuse
	HERMIT_SHARE='' run "${isle_command[@]}" exit 0
	expect_status 125
	expect_match err ': Cannot allocate memory$'
}

test_panic_of_a_multikernel_isle() {
	with_isles 1
	echo 'crashed (the fake kernel gives up)' >isles/isle0/status
	HERMIT_SHARE='' run "${isle_command[@]}" panic
	expect_status 125
	expect_match err 'the isle ended without an exit status: crashed \(the fake kernel gives up\)$'
	expect_match err '^panic: the fake kernel gives up$'
	[ "$(wc -l <err)" -lt 80 ] || fail "more than the tail of the log"
	[ -e isles/stopped ] || fail "the isle was not given back"
}

test_verbose_multikernel_isle() {
	with_isles 1
	HERMIT_VERBOSE=1 HERMIT_SHARE='' run "${isle_command[@]}" log
	expect_status 0
	[ "$(grep -c '^a line of the log$' err)" -eq 1 ] || fail "the log: $(cat err)"
}

test_streams_of_a_multikernel_isle() {
	with_isles 1
	head -c 3000000 /dev/urandom >input
	HERMIT_SHARE='' run "${isle_command[@]}" echo <input
	expect_status 0
	cmp -s input out || fail "what comes out is not what went in"
}

# servers_of PID: the process ids of its diods.
servers_of() {
	local child
	for child in $(children "$1"); do
		[ "$(cat "/proc/$child/comm" 2>/dev/null)" != diod ] || echo "$child"
	done
}

has_servers() {
	[ "$(servers_of "$1" | wc -l)" -eq "$2" ]
}

# start_shared: an isle with the folders a and b (read-only), up; their servers in $servers.
start_shared() {
	need_diod
	mkdir a b
	start "$@"
	until_true 5 has_servers "$pid" 2 || fail "no two servers"
	servers=$(servers_of "$pid")
	qemu_pid=$(pgrep -P "$pid" -x fakeqemu)
}

test_folders_have_a_server_each() {
	with_isles 1
	export HERMIT_SHARE=$PWD/a,$PWD/b:ro
	start_shared deaf
	expect_match isles/start '^streams=3$'
	for server in $servers; do
		tr '\0' ' ' <"/proc/$server/cmdline" >words
		case $(readlink "/proc/$server/cwd") in
		"$PWD/a") expect_match words ' -c /dev/null -e /proc/self/cwd/\. ' ;;
		"$PWD/b")
			expect_no_match words ' -e '
			config=$(sed 's/.* -c \([^ ]*\) .*/\1/' words)
			expect_text "${config/self/$server}" 'exports = { { path = "/proc/self/cwd/.", opts = "ro" } }'
			;;
		*) fail "a server of $(readlink "/proc/$server/cwd")" ;;
		esac
		expect_match "/proc/$server/limits" '^Max core file size +1 +1 '
	done
	kill -9 "$pid"
	for server in $servers $qemu_pid; do
		until_true 2 is_gone "$server" || fail "a server or the isle is left behind"
	done
}

test_end_leaves_no_server() {
	with_isles 1
	export HERMIT_SHARE=$PWD/a,$PWD/b:ro
	start_shared signals 1
	kill -TERM "$pid"
	finish 5
	expect_status 0
	for server in $servers; do
		is_gone "$server" || fail "a server is left behind"
	done
	[ -z "$(find a b -type f)" ] || fail "files of a server: $(find a b -type f)"
}

test_isle_that_ends_first_leaves_no_server() {
	with_isles 1
	export HERMIT_SHARE=$PWD/a,$PWD/b:ro
	start_shared deaf
	kill -9 "$qemu_pid"
	finish 5
	expect_status 125
	expect_match err 'the isle ended without an exit status'
	expect_no_match err 'diod said'
	for server in $servers; do
		is_gone "$server" || fail "a server is left behind"
	done
	[ -z "$(find a b -type f)" ] || fail "files of a server: $(find a b -type f)"
}

test_death_of_a_server_is_noticed() {
	with_isles 1
	export HERMIT_SHARE=$PWD/a,$PWD/b:ro
	start_shared deaf
	kill -9 "${servers%%[[:space:]]*}"
	finish 5
	expect_status 125
	expect_match err "the server of the host folder $PWD/[ab] \(diod\) ended: signal 9"
}

test_missing_server_is_told_by_its_package() {
	[ ! -x /usr/sbin/diod ] || unshare -m true 2>/dev/null || skip "needs root"
	with_isles 1
	mkdir a empty
	cat >hidden <<-END
		[ ! -x /usr/sbin/diod ] || mount --bind /dev/null /usr/sbin/diod
		PATH=$PWD/empty HERMIT_SHARE=$PWD/a ${isle_command[*]} exit 0
	END
	run unshare -m sh hidden
	expect_status 125
	expect_one_line err
	expect_match err 'diod not found in PATH or /usr/sbin; .* install the package diod, or share no folder'
	[ ! -e isles/start ] || fail "an isle was started"
	sed -i 's/HERMIT_SHARE=[^ ]*/HERMIT_SHARE=/; s/exit 0/exit 3/' hidden
	run unshare -m sh hidden
	expect_status 3
}

test_status_of_a_multikernel_isle() {
	with_isles 2
	HERMIT_ISLE=1 HERMIT_CPUS=2,4-5 HERMIT_SHARE='' start deaf
	run "$proxy" status "$pid"
	expect_status 0
	expect_match out '^kind=multikernel$'
	expect_match out '^isle=1$'
	expect_match out '^cores=3$'
	expect_match out '^cpus=2,4-5$'
	expect_match out '^memory=536870912$'
	expect_match out '^address=192.168.28.3$'
	run "$proxy" ps
	expect_match out "^$pid +fake +1 +192.168.28.3 +3 "
	run "$proxy" kill -KILL "$pid"
	finish 5
	expect_status 137
	[ -e isles/stopped ] || fail "the isle was not given back"
}

test_stop_of_the_proxy_lets_the_isle_go_on() {
	with_isles 1
	HERMIT_SHARE='' start_default signals 1
	kill -TSTP "$pid"
	until_true 5 is_state "$pid" T || fail "the proxy does not stop"
	is_state "$qemu_pid" T && fail "the isle stops"
	kill -CONT "$pid"
	kill -TERM "$pid"
	finish 5
	expect_status 0
}

test_hermitcore_executable_on_a_multikernel_isle() {
	with_isles 1
	printf '\177ELF\002\001\001\102' >app
	head -c 2992 /dev/zero >>app
	HERMIT_SHARE='' run "$device_proxy" "$PWD/app" blob
	expect_status 0
	expect_match isles/start '^image=3000$'
	expect_match isles/start '^has_root=0$'
}

# diod does not look into file systems that are mounted below its folder: each is a folder of its own.
test_file_systems_below_a_folder_are_shared() {
	need_diod
	unshare -m true 2>/dev/null || skip "needs root"
	with_isles 1
	mkdir -p "a/with blank" a/deep/er a/plain real
	ln -s real b
	mkdir real/m
	cat >mounted <<-END
		mount -t tmpfs none "a/with blank" && mount -t tmpfs none a/deep && mkdir -p a/deep/er &&
			mount -t tmpfs none a/deep/er && mount -t tmpfs none real/m || exit 99
		HERMIT_SHARE=$PWD/a:ro,$PWD/b ${isle_command[*]} blob
	END
	run unshare -m sh mounted
	expect_status 0
	grep '^share=' out >shares
	expect_text shares "share=$PWD/a:ro share0
share=$PWD/a/deep:ro share1
share=$PWD/a/deep/er:ro share2
share=$PWD/a/with blank:ro share3
share=$PWD/b share4
share=$PWD/b/m share5"
}
