# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# What the machine must have, and how to get it on Debian and Ubuntu. Sourced by ../../hermit.

# One line a need: probe, Debian package, what it is for. A probe is `cmd:NAME` (a program on PATH), `jdk:NAME` (a JDK of
# version 17 or newer with javac and jlink), `inc:HEADER` (the compiler finds it), `lib:NAME` (the compiler links it
# statically) or `file:PATH`.
# setup_needs [GROUP] — what everybody needs, and what GROUP needs beyond that.
setup_needs() {
	setup_needs_always
	[ $# -eq 0 ] || "setup_needs_$1"
}

setup_needs_always() {
	cat <<-'END'
		cmd:gcc|gcc|compiles the kernel, the proxy and the C tests
		cmd:g++|g++|compiles what JavaCPP generates: the bindings' native part
		cmd:ld|binutils|links the kernel; objcopy and readelf for the proxy's payload
		inc:stdio.h|libc6-dev|headers of the C library
		lib:c|libc6-dev|static C library: the proxy is a static executable
		inc:zlib.h|zlib1g-dev|the proxy reads the manifests of jars
		lib:z|zlib1g-dev|the same, linked statically
		inc:linux/futex.h|linux-libc-dev|Linux' ABI: constants and structures of system calls
		inc:cmocka.h|libcmocka-dev|unit tests of the kernel
		cmd:make|make|builds kernel and proxy
		cmd:nasm|nasm|assembles the kernel's .asm files
		jdk:javac|openjdk-17-jdk-headless|compiles the SDK, makes the run-time images
		cmd:mvn|maven|builds the SDK and the examples
		cmd:qemu-system-x86_64|qemu-system-x86|runs VM isles
		cmd:mkfs.erofs|erofs-utils|makes root images
		cmd:patch|patch|applies our patches to newlib
		cmd:xz|xz-utils|unpacks newlib
		file:/usr/src/newlib/newlib-3.3.0.tar.xz|newlib-source|newlib, the C library of x86_64-hermit-gcc
		cmd:cmake|cmake|tries the toolchain's CMake file (tests)
		cmd:pkg-config|pkgconf|tries the toolchain's pkg-config file (tests)
		cmd:clang-format|clang-format|checks the format of C sources (tests)
		cmd:shellcheck|shellcheck|checks shell scripts (tests)
		cmd:busybox|busybox-static|a static program to run on an isle (tests)
		cmd:ps|procps|looks for left-over processes (tests)
	END
}

# The patched Linux and its VM. Linux' source is large, so only who asks for them gets it.
setup_needs_multikernel() {
	[ -n "${HERMIT_LINUX_SOURCE:-}" ] ||
		echo 'file:/usr/src/linux-source-6.1.tar.xz|linux-source-6.1|Linux, the base of our patches'
	cat <<-'END'
		cmd:flex|flex|builds Linux: its configuration
		cmd:bison|bison|builds Linux: its configuration
		cmd:bc|bc|builds Linux: constants of its clocks
		inc:gelf.h|libelf-dev|builds Linux: objtool
		cmd:corelist|perl|checks patches: the modules of checkpatch.pl
		cmd:diod|diod|serves host folders to isles beside Linux
		cmd:ip|iproute2|the network in the VM
		cmd:dash|dash|the VM: its shell
		cmd:curl|curl|the VM: asks servers on isles
		cmd:stress-ng|stress-ng|the VM: Linux under load, beside an isle
	END
}

setup_has_header() {
	type -P gcc >/dev/null || return 1
	printf '#include <%s>\n' stdarg.h stddef.h stdint.h setjmp.h "$1" | gcc -fsyntax-only -x c - 2>/dev/null
}

setup_has_static_library() {
	type -P gcc >/dev/null || return 1
	gcc -static -x c -o /dev/null - -x none "-l$1" 2>/dev/null <<<'int main(void) { return 0; }'
}

setup_has_jdk() {
	local home version
	home=$(java_home) && [ -x "$home/bin/javac" ] && [ -x "$home/bin/jlink" ] || return 1
	version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
	[ "${version:-0}" -ge 17 ]
}

setup_has() {
	local kind=${1%%:*} what=${1#*:}
	case $kind in
	cmd) type -P "$what" >/dev/null ;;
	inc) setup_has_header "$what" ;;
	lib) setup_has_static_library "$what" ;;
	jdk) setup_has_jdk ;;
	file) [ -f "$what" ] ;;
	esac
}

# setup_missing [GROUP] — the rows of setup_needs that are not met.
setup_missing() {
	local probe package why
	while IFS='|' read -r probe package why; do
		setup_has "$probe" || printf '%s|%s|%s\n' "$probe" "$package" "$why"
	done < <(setup_needs "$@")
}

setup_is_debian() {
	type -P apt-get >/dev/null && grep -qsE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# as_root COMMAND… — through sudo where the caller is not root.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

setup_apt() {
	as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -q -y -o Dpkg::Use-Pty=0 "$@"
}

# The package index is fetched only when it does not know a package, or when it is too old to fetch one.
setup_install() {
	# Containers often lack this folder, and without it the JDK's post-installation script fails.
	as_root mkdir -p /usr/share/man/man1
	if apt-cache show --no-all-versions "$@" >/dev/null 2>&1; then
		setup_apt install --no-install-recommends "$@" && return 0
		printf 'installation failed, once more with a fresh package index\n'
	fi
	setup_apt update && setup_apt install --no-install-recommends "$@"
}

setup_report() {
	local probe package why
	while IFS='|' read -r probe package why; do
		note "  ${probe#*:} (package $package): $why"
	done
}

setup_check_java_home() {
	[ -z "${JAVA_HOME:-}" ] || setup_has_jdk ||
		die_usage "JAVA_HOME='$JAVA_HOME' is no JDK 17 or newer (bin/javac, bin/jlink, release); correct it or unset it"
}

# shellcheck disable=SC2120 # the group's caller is in qemu.sh
# setup_ensure [GROUP] — installs what is missing, or ends with status 2. Silent where nothing is.
setup_ensure() {
	local missing packages
	setup_check_java_home
	missing=$(setup_missing "$@")
	[ -n "$missing" ] || return 0
	note "missing on this machine:"
	setup_report <<<"$missing"
	setup_is_debian || die_usage "install these; only Debian and Ubuntu are set up by this script"
	if [ "$(id -u)" -ne 0 ] && ! type -P sudo >/dev/null; then
		die_usage "installing needs root: run './hermit setup' as root, or install sudo"
	fi
	mapfile -t packages < <(cut -d'|' -f2 <<<"$missing" | sort -u)
	note "installing ca-certificates ${packages[*]}"
	step setup setup_install ca-certificates "${packages[@]}"
	missing=$(setup_missing "$@")
	[ -z "$missing" ] || {
		note "still missing after installation:"
		setup_report <<<"$missing"
		die_usage "log: $(relative "$LOG_DIR/setup.log")"
	}
}

setup_main() {
	[ $# -eq 0 ] || die_usage "setup takes no arguments, got '$1'"
	setup_check_java_home
	if [ -z "$(setup_missing)" ]; then
		note "nothing is missing"
	else
		setup_ensure
	fi
	local home
	if home=$(jdk_find 25); then
		note "optional: JDK 25 in $home"
	else
		note "optional: no JDK 25 (set JAVA_HOME_25 or put it under /usr/lib/jvm); its tests are skipped"
	fi
}
