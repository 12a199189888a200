# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# shellcheck disable=SC2034 # some variables are for vm.sh
# shellcheck disable=SC2054 # commas belong to QEMU's options
# `./hermit qemu`: the multi-kernel VM, its options and its machine. Sourced by ../../hermit.

readonly QEMU_HZ=250 # CONFIG_HZ of linux-patches/6.1/config
readonly QEMU_BOOT_LIMIT=180 # seconds; under emulation, on a machine that does other things, too

qemu_help() {
	cat <<-'END'
		Usage: ./hermit qemu [OPTIONS] [-- COMMAND [ARGS]]

		Boots Linux with our patches in a VM and runs COMMAND in it, or a shell. This folder is /hermit there, with
		the native demos in /hermit/usr/tests and /hermit/usr/benchmarks and the Java proxies in /hermit/usr/java.
		COMMAND gets this command's standard streams, its HERMIT_* variables, and its working folder where that is
		below this folder; its exit status is this command's. Linux' messages are kept in .hermit/log/qemu-linux.log.

		  --cores N        cores of the machine (default: 10)
		  --nodes N        NUMA nodes, with equal shares of cores and memory (default: 2)
		  --memory SIZE    memory, with suffix M or G (default: 8G)
		  --append TEXT    more parameters for Linux, such as hermit_mem=1G
		  --limit SECONDS  end the VM when COMMAND takes longer, with status 124
		  --verbose        Linux' messages on stderr, too
		  --debug          Linux with lockdep and other checks at run time; slow
		  --kernel FILE    another Linux: its vmlinux or bzImage
		  --gdb PORT       gdb server for Linux on this port of 127.0.0.1

		HERMIT_ACCEL (auto, kvm, tcg) and HERMIT_QEMU hold for this VM, too.
		Exit status: COMMAND's; 124 after the limit; 125 where Linux or QEMU failed, with the reason and Linux' last messages.
	END
}

# ---- options ----

# qemu_check_number OPTION VALUE MIN MAX
qemu_check_number() {
	[[ $2 =~ ^[1-9][0-9]{0,8}$ ]] && [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] ||
		die_usage "qemu: $1 '$2' is not allowed; allowed: a whole number from $3 to $4"
}

qemu_take_option() {
	case $1 in
	--cores) qemu_check_number "$1" "$2" 1 64 && QEMU_CORES=$2 ;; # NR_CPUS of linux-patches/6.1/config
	--nodes) qemu_check_number "$1" "$2" 1 16 && QEMU_NODES=$2 ;;
	--memory) qemu_take_memory "$2" ;;
	--append) QEMU_APPEND=$2 ;;
	--limit) qemu_check_number "$1" "$2" 1 999999 && QEMU_LIMIT=$2 ;;
	--kernel) QEMU_KERNEL=$2 ;;
	--gdb) qemu_check_number "$1" "$2" 1 65535 && QEMU_GDB=$2 ;;
	esac
}

qemu_take_memory() {
	[[ $1 =~ ^([1-9][0-9]{0,6})([MG])$ ]] ||
		die_usage "qemu: --memory '$1' is not allowed; allowed: a whole number with suffix M or G"
	QEMU_MEMORY=${BASH_REMATCH[1]}
	[ "${BASH_REMATCH[2]}" = M ] || QEMU_MEMORY=$((QEMU_MEMORY * 1024))
}

qemu_check_machine() {
	local least=$((QEMU_NODES * 256))
	[ $((QEMU_CORES % QEMU_NODES)) -eq 0 ] ||
		die_usage "qemu: --cores $QEMU_CORES cannot be shared equally by --nodes $QEMU_NODES; choose a multiple of $QEMU_NODES"
	[ "$QEMU_MEMORY" -ge "$least" ] && [ $((QEMU_MEMORY % QEMU_NODES)) -eq 0 ] ||
		die_usage "qemu: --memory ${QEMU_MEMORY}M cannot be shared by --nodes $QEMU_NODES;" \
			"choose at least ${least}M and a multiple of ${QEMU_NODES}M"
	[ -z "$QEMU_KERNEL" ] || [ -r "$QEMU_KERNEL" ] ||
		die_usage "qemu: --kernel '$QEMU_KERNEL' cannot be read; name the vmlinux or bzImage of a Linux 6.1.y"
	[ -z "$QEMU_KERNEL" ] || [ -z "$QEMU_DEBUG" ] || die_usage "qemu: --debug is for our kernel, --kernel names another"
	type -P "${HERMIT_QEMU:-qemu-system-x86_64}" >/dev/null ||
		[ -z "${HERMIT_QEMU:-}" ] || die_usage "HERMIT_QEMU=$HERMIT_QEMU is no program; unset it, or name QEMU"
}

run_qemu() {
	QEMU_CORES=10 QEMU_NODES=2 QEMU_MEMORY=8192 QEMU_APPEND='' QEMU_LIMIT='' QEMU_KERNEL='' QEMU_GDB=''
	QEMU_VERBOSE='' QEMU_DEBUG=''
	while [ $# -gt 0 ]; do
		case $1 in
		--help) qemu_help && exit 0 ;;
		--cores | --nodes | --memory | --append | --limit | --kernel | --gdb)
			[ $# -ge 2 ] || die_usage "qemu: option $1 needs a value"
			qemu_take_option "$1" "$2"
			shift 2
			;;
		--verbose) QEMU_VERBOSE=1 && shift ;;
		--debug) QEMU_DEBUG=1 && shift ;;
		--)
			shift
			[ $# -gt 0 ] || die_usage "qemu: no COMMAND after --; without --, a shell is started"
			break
			;;
		-*) die_usage "qemu: unknown option '$1'; 'qemu --help' lists them" ;;
		*) die_usage "qemu: '$1' is no option; a COMMAND follows --: ./hermit qemu -- $1" ;;
		esac
	done
	qemu_check_machine
	qemu_build
	qemu_run_vm "$@"
}

# HERMIT_BUILT: a caller that starts several VMs has built once for all of them.
qemu_build() {
	if [ -z "${HERMIT_BUILT:-}" ]; then
		setup_ensure multikernel
		multikernel_build
	fi
	[ -n "${QEMU_KERNEL:-}" ] || QEMU_KERNEL=$(HERMIT_LINUX_DEBUG=${QEMU_DEBUG:-${HERMIT_LINUX_DEBUG:-}} multikernel_linux)/vmlinux || exit
}

# ---- what the VM's init gets ----

# qemu_quote TEXT — as one word of a POSIX shell.
qemu_quote() {
	printf "'%s'" "${1//\'/\'\\\'\'}"
}

# qemu_print_command STREAMS [COMMAND…] — the shell text that linux-patches/vm/init sources: where, with which streams,
# and what. Without COMMAND it is a shell.
qemu_print_command() {
	local streams=$1 folder=/hermit name word
	shift
	[ $# -gt 0 ] || set -- bash
	case $PWD/ in
	"$HERMIT_TOP"/*) folder=/hermit${PWD#"$HERMIT_TOP"} ;;
	esac
	printf 'FOLDER=%s\nSTREAMS=%s\nWINDOW=%s\n' "$(qemu_quote "$folder")" "$streams" "$(qemu_quote "$(qemu_window)")"
	printf 'run_command() {\n'
	printf 'export PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 HOME=/root PS1="vm:\\w# " TERM=%s\n' "$(qemu_quote "${TERM:-dumb}")"
	for name in $(compgen -e HERMIT_); do
		[ "$name" = HERMIT_TOP ] || printf 'export %s=%s\n' "$name" "$(qemu_quote "${!name}")"
	done
	printf 'exec'
	for word in "$@"; do
		printf ' %s' "$(qemu_quote "$word")"
	done
	printf '\n}\n'
}

qemu_window() {
	local size
	size=$(stty size 2>/dev/null) || size='24 80'
	printf 'rows %s cols %s\n' "${size% *}" "${size#* }"
}

# ---- the machine ----

# A comma in a value would begin QEMU's next option.
qemu_escape() {
	printf '%s' "${1//,/,,}"
}

# Under emulation, one host thread runs all cores: with one each, a core may translate an instruction while another
# patches it. The string instructions for bytes are hidden from Linux there: QEMU makes a step for each byte. And Linux is
# told how fast its clock and its delay loops are: measured in emulation, on a busy host, they come out wrong.
qemu_add_processors() {
	local accel node tsc
	accel=$("$PROXY" accel) || exit
	if [ "$accel" = kvm ]; then
		QEMU_ARGUMENTS+=(-accel kvm -cpu host,migratable=off)
	else
		QEMU_ARGUMENTS+=(-accel tcg,thread=single -cpu max,erms=off,fsrm=off)
		tsc=$("$VM_TSC") || exit
		QEMU_APPEND="tsc_early_khz=$tsc lpj=$((tsc * 1000 / QEMU_HZ)) $QEMU_APPEND"
	fi
	QEMU_ARGUMENTS+=(-smp "$QEMU_CORES,sockets=$QEMU_NODES,cores=$((QEMU_CORES / QEMU_NODES)),threads=1" -m "${QEMU_MEMORY}M")
	for ((node = 0; node < QEMU_NODES; node++)); do
		QEMU_ARGUMENTS+=(
			-object "memory-backend-ram,id=memory$node,size=$((QEMU_MEMORY / QEMU_NODES))M"
			-numa "node,nodeid=$node,memdev=memory$node"
			-numa "cpu,node-id=$node,socket-id=$node"
		)
	done
}

# The other ends of the devices in linux-patches/vm/init. QEMU's own standard input is the one stream that it takes from
# a descriptor; the others are numbers of open descriptors. Of the pipe WINDOW, QEMU opens both ends and writes nothing.
# qemu_add_streams STREAMS STDOUT STDERR MESSAGES WINDOW
qemu_add_streams() {
	QEMU_ARGUMENTS+=(-device virtio-serial-pci,max_ports=6 -chardev stdio,id=in,signal=off)
	if [ "$1" = console ]; then
		QEMU_ARGUMENTS+=(
			-device virtconsole,nr=0,chardev=in
			-chardev "pipe,id=window,path=/dev/fd/$5" -device virtserialport,nr=5,chardev=window
		)
	else
		QEMU_ARGUMENTS+=(
			-device virtserialport,nr=1,chardev=in
			-chardev "file,id=out,path=/dev/fd/$2" -device virtserialport,nr=2,chardev=out
			-chardev "file,id=err,path=/dev/fd/$3" -device virtserialport,nr=3,chardev=err
		)
	fi
	QEMU_ARGUMENTS+=(-chardev "file,id=messages,path=/dev/fd/$4" -device virtserialport,nr=4,chardev=messages)
}

# Files that the VM makes belong to the caller: security_model=none.
qemu_add_machine() {
	QEMU_ARGUMENTS=(
		-nodefaults -no-user-config -display none -no-reboot -monitor none
		-machine q35,usb=off,vmport=off,smbus=off,sata=off
		-fsdev "local,id=hermit,path=$(qemu_escape "$HERMIT_TOP"),security_model=none,multidevs=remap"
		-device virtio-9p-pci,fsdev=hermit,mount_tag=hermit
	)
	[ -z "$QEMU_GDB" ] || QEMU_ARGUMENTS+=(-gdb "tcp:127.0.0.1:$QEMU_GDB")
	qemu_add_processors
	QEMU_ARGUMENTS+=(
		-kernel "$QEMU_KERNEL" -initrd "$VM_INITRAMFS"
		-append "console=ttyS0,115200 panic=-1 nokaslr tsc=reliable no_timer_check random.trust_cpu=on $QEMU_APPEND"
	)
}
