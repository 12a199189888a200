# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# The suites of `./hermit test`. Sourced by ../../hermit.
#
# A suite is a row of the table and a function suite_NAME. The function runs the tests named by its arguments (all
# without any) and prints TAP 13 on stdout; called with --list it prints the names of its tests, one a line.

# NAME|what must be built first (nothing, native, libc, all, multikernel)|limit in seconds|what it tests
# Need `maven`: all, and the suite builds it anew; what needs it does not run meanwhile. Suites start in this order as
# soon as they may, so that long ones are not left for the end; what they print is shown in this order, too.
test_suites() {
	cat <<-'END'
		format|nothing|180|form of C, assembly and shell sources; headers compile alone
		hygiene|native|60|what the tree must not contain; size of the kernel
		driver|nothing|240|this script: its errors and its counting
		patches|nothing|120|the scripts of linux-patches/6.1, with a Linux of a few lines
		unit|nothing|240|parts of the kernel on the host, under sanitizers
		sdk|maven|1500|image builder and Maven plugin, with whole projects
		linux|nothing|300|the isle tests on Linux: what they claim of Linux is true
		proxy|native|300|the proxy: its protocol, its errors
		isle|native|1800|C and C++ programs on an isle
		network|native|400|the isle's network with others: the host, other isles, a tap device
		run|native|240|./hermit run with programs of this machine
		tools|native|900|the JVM's tools, from Linux into the isle; ps, log, kill
		toolchain|libc|240|x86_64-hermit-gcc, and its executables on an isle
		libc-port|libc|600|newlib on Linux and on an isle: its own tests, and ours
		native|libc|300|examples/native on Linux and on an isle
		java|all|3000|Java programs on Linux and on an isle, JDK 17 and 25
		multikernel|multikernel|2400|the VM of ./hermit qemu, and isles beside Linux in it
		jmh|all|900|the JMH suite and hermit-jmh, with forks on isles
		launcher|all|900|the drop-in java: ./hermit java, and tools that start a java
		bindings|all|600|Java API, bindings and newlib in the JVM, on Linux and on an isle
		examples|all|600|the examples' executables
	END
}

suite_format() {
	"$HERMIT_TOP/.ci/test/format.sh" "$@"
}

suite_hygiene() {
	"$HERMIT_TOP/.ci/test/hygiene.sh" "$@"
}

suite_driver() {
	"$HERMIT_TOP/.ci/test/driver.sh" "$@"
}

suite_patches() {
	"$HERMIT_TOP/.ci/test/patches.sh" "$@"
}

# Each unit test program prints TAP of its own; its tests are named PROGRAM/TEST here.
suite_unit() {
	"$HERMIT_TOP/.ci/test/unit.sh" "$@"
}

suite_isle_build() {
	make -s -C "$HERMIT_TOP/hermit-kernel/test/isle" -j "$(build_jobs)" >&2
}

suite_linux() {
	[ "${1:-}" = --list ] || suite_isle_build
	"$HERMIT_TOP/hermit-kernel/test/isle/run.sh" --on linux -j 4 "$@"
}

suite_isle() {
	[ "${1:-}" = --list ] || suite_isle_build
	HERMIT_BUILT=1 "$HERMIT_TOP/hermit-kernel/test/isle/run.sh" --on isle -j 2 "$@"
}

suite_proxy() {
	"$HERMIT_TOP/.ci/test/proxy.sh" "$@"
}

suite_network() {
	"$HERMIT_TOP/.ci/test/network.sh" "$@"
}

suite_run() {
	"$HERMIT_TOP/.ci/test/run.sh" "$@"
}

suite_toolchain() {
	"$HERMIT_TOP/.ci/test/toolchain.sh" "$@"
}

# suite_on_systems RUNNER… -- ARGUMENTS… — a runner that takes --on linux|isle, on both; tests are named SYSTEM/NAME.
suite_on_systems() {
	local runner=() system name names status=0
	while [ "$1" != -- ]; do
		runner+=("$1")
		shift
	done
	shift
	for system in linux isle; do
		if [ "${1:-}" = --list ]; then
			"${runner[@]}" --on "$system" --list | sed "s|^|$system/|"
			continue
		fi
		names=()
		for name in "$@"; do
			[[ $name != "$system"/* ]] || names+=("${name#*/}")
		done
		[ $# -eq 0 ] || [ ${#names[@]} -gt 0 ] || continue
		HERMIT_BUILT=1 "${runner[@]}" --on "$system" "${names[@]}" |
			sed -u -E "/^(TAP version|1\.\.)/d; s#^((not )?ok) [0-9]* ?- #\1 - $system/#" || status=1
	done
	return "$status"
}

suite_libc-port() {
	local system
	if [ "${1:-}" != --list ]; then
		for system in linux isle; do
			make -s -C "$HERMIT_TOP/libc-port/test" ON="$system" >&2 || return
		done
	fi
	suite_on_systems "$HERMIT_TOP/libc-port/test/run.sh" -- "$@"
}

suite_native() {
	[ "${1:-}" = --list ] || make -s -C "$HERMIT_TOP/examples/native" >&2
	suite_on_systems "$HERMIT_TOP/examples/native/run.sh" -- "$@"
}

suite_bindings() {
	"$HERMIT_TOP/hermit-sdk-java/hermit-api-it/run.sh" "$@"
}

suite_sdk() {
	"$HERMIT_TOP/.ci/test/sdk.sh" "$@"
}

suite_examples() {
	"$HERMIT_TOP/.ci/test/examples.sh" "$@"
}

suite_launcher() {
	"$HERMIT_TOP/.ci/test/launcher.sh" "$@"
}

suite_jmh() {
	"$HERMIT_TOP/.ci/test/jmh.sh" "$@"
}

suite_tools() {
	"$HERMIT_TOP/.ci/test/tools.sh" "$@"
}

suite_java() {
	"$HERMIT_TOP/hermit-sdk-java/hermit-it/run.sh" -j 2 "$@"
}

suite_multikernel() {
	"$HERMIT_TOP/.ci/test/multikernel.sh" "$@"
}
