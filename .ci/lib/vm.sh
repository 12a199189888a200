# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# The processes of one multi-kernel VM, from start to end: QEMU, who carries the command's streams, the limit. Nothing of
# them outlives this script, also when it is killed: Linux ends each of them with its parent. Sourced by ../../hermit.

# vm_child COMMAND… — in place of this subshell, and not longer than the script.
vm_child() {
	# shellcheck disable=SC2016 # for the other shell: the parent may have ended before setpriv came into force
	exec setpriv --pdeathsig KILL -- sh -c '[ "$PPID" = "$0" ] && exec "$@"' $$ "$@"
}

# vm_pipe READ WRITE — sets both variables to the descriptors of a new pipe's ends.
vm_pipe() {
	local both
	exec {both}<> <(:)
	eval "exec {$1}</dev/fd/$both {$2}>/dev/fd/$both"
	exec {both}>&-
	VM_PIPES+=("${!1}" "${!2}")
}

# vm_keep DESCRIPTOR… — closes the other pipes' ends: a pipe ends when its last writer has closed it.
vm_keep() {
	local fd
	for fd in "${VM_PIPES[@]}"; do
		[[ " $* " == *" $fd "* ]] || exec {fd}>&-
	done
}

# The log of Linux' messages. Two VMs of this folder have one each, the first one the plain name.
vm_open_log() {
	local n
	mkdir -p "$LOG_DIR"
	for n in '' -{2..99}; do
		VM_LOG=$LOG_DIR/qemu-linux$n.log
		exec {VM_LOG_FD}>>"$VM_LOG"
		if flock -n "$VM_LOG_FD"; then
			: >"$VM_LOG"
			return
		fi
		exec {VM_LOG_FD}>&-
	done
	die "99 VMs of this folder are running"
}

# ---- start ----

# Between the caller's streams and QEMU: QEMU itself would open them anew, and so cut files that others append to.
vm_start_ports() {
	vm_pipe VM_IN_READ VM_IN_WRITE
	vm_pipe VM_OUT_READ VM_OUT_WRITE
	vm_pipe VM_ERR_READ VM_ERR_WRITE
	(vm_keep "$VM_IN_WRITE" && vm_child cat >&"$VM_IN_WRITE") <&0 &
	VM_STDIN=$! VM_WINDOW_READ='' VM_WINDOW=''
	(vm_keep "$VM_OUT_READ" && vm_child cat) <&"$VM_OUT_READ" &
	VM_STDOUT=$!
	(vm_keep "$VM_ERR_READ" && vm_child cat) <&"$VM_ERR_READ" >&2 &
	VM_STDERR=$!
	VM_CHILDREN+=("$VM_STDIN" "$VM_STDOUT" "$VM_STDERR")
}

vm_start_console() {
	VM_TERMINAL=$(stty -g)
	VM_OUT_WRITE='' VM_ERR_WRITE=''
	vm_pipe VM_WINDOW_READ VM_WINDOW
	trap 'qemu_window >&"$VM_WINDOW"' WINCH
}

# Messages of Linux go to the log; with --verbose by way of tee.
vm_start_verbose() {
	local log_read
	vm_pipe log_read VM_SERIAL
	(vm_keep "$log_read" && vm_child tee -a "$VM_LOG") <&"$log_read" >&2 &
	VM_CHILDREN+=($!)
}

vm_start_qemu() {
	local streams=$1 command
	shift
	vm_pipe VM_HEAR VM_HEAR_WRITE
	exec {command}< <(qemu_print_command "$streams" "$@")
	qemu_add_machine
	qemu_add_streams "$streams" "$VM_OUT_WRITE" "$VM_ERR_WRITE" "$VM_HEAR_WRITE" "$VM_WINDOW_READ"
	QEMU_ARGUMENTS+=(
		-fw_cfg "name=opt/org.hermitcore/command,file=/dev/fd/$command"
		-chardev "file,id=log,path=/dev/fd/$VM_SERIAL,append=on" -serial chardev:log
	)
	(
		[ "$streams" = console ] || exec <&"$VM_IN_READ" >/dev/null
		vm_keep "$VM_OUT_WRITE" "$VM_ERR_WRITE" "$VM_HEAR_WRITE" "$VM_WINDOW_READ" "$VM_SERIAL"
		vm_child "${HERMIT_QEMU:-qemu-system-x86_64}" "${QEMU_ARGUMENTS[@]}"
	) <&0 2>&"$VM_LOG_FD" &
	VM_QEMU=$!
	VM_CHILDREN+=("$VM_QEMU")
	exec {command}<&-
}

# ---- end ----

vm_fail() {
	note "$@"
	tail -n 20 "$VM_LOG" | tr -d '\r' | sed 's/^/  /' >&2
	note "Linux' messages: $(relative "$VM_LOG")"
	exit 125
}

# Whatever is still running is ended; QEMU gets a moment to give the terminal back.
vm_end() {
	local child tries=20
	[ -z "${VM_QEMU:-}" ] || kill -TERM "$VM_QEMU" 2>/dev/null || true
	while [ -n "${VM_QEMU:-}" ] && kill -0 "$VM_QEMU" 2>/dev/null && [ $tries -gt 0 ]; do
		sleep 0.05
		tries=$((tries - 1))
	done
	for child in "${VM_CHILDREN[@]}"; do
		kill -KILL "$child" 2>/dev/null || true
	done
	wait 2>/dev/null || true
	[ -z "${VM_TERMINAL:-}" ] || stty "$VM_TERMINAL" || true
}

# vm_lost_reader PID STATUS — whether COMMAND's output cannot be written any more: its reader has gone.
vm_lost_reader() {
	[ -n "${VM_STDOUT:-}" ] && [ "$2" -ne 0 ] && { [ "$1" = "$VM_STDOUT" ] || [ "$1" = "$VM_STDERR" ]; }
}

# Until QEMU ends. A signal for this script interrupts the wait, and its trap is run.
vm_wait() {
	local who status
	while kill -0 "$VM_QEMU" 2>/dev/null; do
		status=0 who=
		wait -n -p who || status=$?
		[ -n "${who:-}" ] || continue # a signal, not the end of a process
		[ "$who" != "${VM_TIMER:-none}" ] || vm_limit_reached
		! vm_lost_reader "$who" "$status" || exit "$status"
	done
}

vm_limit_reached() {
	note "qemu: COMMAND still ran after $QEMU_LIMIT s (--limit)"
	exit 124
}

# What init said last: "status N", or "failed WHY" where it could not start the command.
vm_answer() {
	local line answer=
	while read -r line; do
		answer=$line
	done <&"$VM_HEAR"
	[ -z "${VM_STDOUT:-}" ] || wait "$VM_STDOUT" "$VM_STDERR" || true
	case $answer in
	'status '*) return "${answer#status }" ;;
	'failed '*) vm_fail "qemu: ${answer#failed }" ;;
	esac
	if grep -aq 'Kernel panic' "$VM_LOG"; then
		vm_fail "qemu: Linux panicked:$(grep -a -m1 'Kernel panic' "$VM_LOG" | tr -d '\r' | sed 's/.*Kernel panic - not syncing://')"
	fi
	vm_fail "qemu: the machine ended before COMMAND did"
}

vm_wait_for_boot() {
	local limit=$QEMU_BOOT_LIMIT status=0
	[ -z "$QEMU_GDB" ] || limit=86400
	read -r -t "$limit" <&"$VM_HEAR" || status=$?
	[ "$status" -gt 128 ] || return 0 # it starts, or the machine has ended
	vm_fail "qemu: Linux did not start COMMAND within $limit s"
}

qemu_run_vm() {
	local streams=ports status=0
	[ $# -gt 0 ] || ! [ -t 0 ] || ! [ -t 1 ] || streams=console
	VM_CHILDREN=() VM_PIPES=()
	vm_open_log
	trap vm_end EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	VM_SERIAL=$VM_LOG_FD
	[ -z "$QEMU_VERBOSE" ] || vm_start_verbose
	"vm_start_$streams"
	vm_start_qemu "$streams" "$@"
	vm_keep "$VM_HEAR" "$VM_WINDOW"
	vm_wait_for_boot
	if [ -n "$QEMU_LIMIT" ]; then
		(vm_keep && vm_child sleep "$QEMU_LIMIT") &
		VM_TIMER=$!
		VM_CHILDREN+=("$VM_TIMER")
	fi
	vm_wait
	vm_answer || status=$?
	return "$status"
}
