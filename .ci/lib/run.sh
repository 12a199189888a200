# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# `./hermit run`: a Linux executable of this machine on an isle, host folders at the same paths. Sourced by ../../hermit.

run_help() {
	cat <<-'END'
		Usage: ./hermit run [OPTIONS] PROGRAM [ARGS]

		Runs PROGRAM, an x86-64 Linux executable (static or dynamic, one process), on a VM isle. It is searched on
		PATH unless its name has a slash. The isle sees this machine's system folders and PROGRAM's folder
		read-only, and the working folder (or what HERMIT_SHARE names) read-write, all at the same paths.
		A HermitCore executable (x86_64-hermit-gcc) sees the working folder only.

		  --share PATH[:ro]  one more folder; may be repeated
		  --cores N          cores of the isle            (HERMIT_CORES)
		  --memory SIZE      memory, with suffix M or G   (HERMIT_MEM)
		  --verbose          kernel log on stderr         (HERMIT_VERBOSE=1)
		  --root IMAGE       another root image (EROFS); then only the folders of --share and HERMIT_SHARE are shared
		  --                 PROGRAM follows
	END
}

# Absolute path of PROGRAM with its symbolic links kept: busybox and the JDK's launchers look at their own name.
run_resolve() {
	local name=$1 path
	case $name in
	*/*) path=$name ;;
	*) path=$(type -P -- "$name") || die_usage "run: no program '$name' on PATH" ;;
	esac
	path=$(realpath -s -- "$path")
	[ -e "$path" ] || die_usage "run: program '$path' does not exist"
	if [ ! -f "$path" ] || [ ! -x "$path" ]; then
		die_usage "run: '$path' is not an executable file"
	fi
	run_check_elf "$path"
	printf '%s\n' "$path"
}

# Class 2 is ELF64, byte order 1 is little-endian, machine 0x3e is x86-64 (ELF specification, e_ident and e_machine).
run_check_elf() {
	local head
	head=$(head -c 20 "$1" | od -An -v -tx1 | tr -d ' \n')
	case $head in
	7f454c460201*3e00) ;;
	2321*) die_usage "run: '$1' is a script; run its interpreter: ./hermit run INTERPRETER $1" ;;
	*) die_usage "run: '$1' is not an x86-64 Linux executable" ;;
	esac
}

# A HermitCore executable is marked in its byte 7 (EI_OSABI).
run_has_kernel() {
	[ "$(head -c 8 "$1" | od -An -v -tx1 | tr -d ' \n')" = 7f454c4602010142 ]
}

# System folders of the host, read-only. Where /bin and its like are links into /usr, the root image has them too.
run_add_system_shares() {
	local folder
	for folder in /usr /etc /bin /sbin /lib /lib32 /lib64 /opt; do
		[ -d "$folder" ] && [ ! -L "$folder" ] && RUN_SHARES+=("$folder:ro")
	done
	return 0
}

# The program's folder, and where a link leads the folder of its target, unless it is seen already.
run_add_program_shares() {
	local program=$1 file folder
	for file in "$program" "$(realpath -- "$program")"; do
		folder=$(realpath -- "${file%/*}/")
		run_is_shared "$folder" || RUN_SHARES+=("$folder:ro")
	done
}

run_is_shared() {
	local folder=$1 share
	for share in "${RUN_SHARES[@]}" "$(pwd -P)"; do
		share=${share%:ro}
		case $folder/ in
		"$share"/*) return 0 ;;
		esac
	done
	return 1
}

run_take_option() {
	case $1 in
	--share) RUN_SHARES+=("$2") ;;
	--cores) export HERMIT_CORES=$2 ;;
	--memory) export HERMIT_MEM=$2 ;;
	--root) RUN_ROOT=$2 ;;
	esac
}

run_program() {
	RUN_SHARES=()
	RUN_ROOT=
	while [ $# -gt 0 ]; do
		case $1 in
		--help) run_help && exit 0 ;;
		--share | --cores | --memory | --root)
			[ $# -ge 2 ] || die_usage "run: option $1 needs a value"
			run_take_option "$1" "$2"
			shift 2
			;;
		--verbose) export HERMIT_VERBOSE=1 && shift ;;
		--) shift && break ;;
		-*) die_usage "run: unknown option '$1'; 'run --help' lists them" ;;
		*) break ;;
		esac
	done
	[ $# -gt 0 ] || die_usage "run: no PROGRAM given; 'run --help' shows the usage"
	run_on_isle "$@"
}

run_on_isle() {
	local program=$1 share options=() kernel=(--kernel "$KERNEL")
	shift
	if [ -n "$RUN_ROOT" ]; then
		[ -f "$RUN_ROOT" ] || die_usage "run: root image '$RUN_ROOT' does not exist"
	else
		program=$(run_resolve "$program")
		if run_has_kernel "$program"; then
			kernel=()
		else
			run_add_system_shares
			run_add_program_shares "$program"
		fi
	fi
	# HERMIT_BUILT: a caller that starts hundreds of programs, as the tests do, has built once for all of them
	if [ -z "${HERMIT_BUILT:-}" ]; then
		setup_ensure
		build_for_run
	fi
	for share in "${RUN_SHARES[@]}"; do
		options+=(--share "$share")
	done
	exec "$PROXY" "${kernel[@]}" --root "${RUN_ROOT:-$RUN_ROOT_IMAGE}" "${options[@]}" -- "$program" "$@"
}
