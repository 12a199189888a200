#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The Java API on Linux and on a VM isle, with JDK 17 and 25; prints TAP 13. The reactor must be built.
#
#   run.sh [--list] [NAME…]    NAME: 17/isle, 25/linux, 17/isle/shutdown, …
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
HERMIT_TOP=$PWD
source .ci/lib/common.sh
source .ci/lib/build.sh
source .ci/test/tap.sh
TARGET=$PWD/hermit-sdk-java/hermit-api-it/target
JAR=$TARGET/hermit-api-it.jar

# program STATUS COMMAND… — all checks passed, nothing on stderr.
program() {
	local expected=$1 status=0
	shift
	cd "$TAP_SCRATCH"
	timeout -k 10 240 "$@" >out 2>err || status=$?
	cat out err
	expect 'the exit status' "$expected" "$status"
	expect 'nothing on stderr' '' "$(cat err)"
	if grep -q '^not ok' out; then return 1; fi
}

check_linux() {
	program 0 "$1/bin/java" -jar "$JAR" linux
	check_output
}

# What newlib wrote itself.
check_output() {
	expect 'lines of newlib' 2 "$(grep -c '^# newlib writes to ' out)"
}

# The native part is found on the module path by who requires the API alone.
check_modules() {
	local modules=$TARGET/modules options=()
	[ "$1" -lt 22 ] || options=("--enable-native-access=org.bytedeco.javacpp,org.hermitcore.bindings")
	"$2/bin/javac" --release 17 -p "$modules" -d "$TAP_SCRATCH/modular" \
		hermit-sdk-java/hermit-api-it/src/modular/java/{module-info,org/hermitcore/modular/Main}.java
	program 0 "$2/bin/java" "${options[@]}" -p "$TAP_SCRATCH/modular:$modules" -m org.hermitcore.modular/org.hermitcore.modular.Main
	expect 'its output' $'org.hermitcore.api\ntrue' "$(cat out)"
}

package() {
	[ -x "$TARGET/proxy-$1" ] && [ "$TARGET/proxy-$1" -nt "$JAR" ] && [ "$TARGET/proxy-$1" -nt "$(build_cli_jar)" ] ||
		"$(java_home)/bin/java" -jar "$(build_cli_jar)" package --jdk "$2" --jar "$JAR" -o "$TARGET/proxy-$1"
}

check_isle() {
	package "$1" "$2"
	HERMIT_CORES=3 HERMIT_MEM=1G program 0 "$TARGET/proxy-$1" isle
	expect_match 'a check of the isle' '^ok - huge-pages$' "$(cat out)"
	check_output
}

check_large() {
	package "$1" "$2"
	HERMIT_CORES=1 HERMIT_MEM=3G program 0 "$TARGET/proxy-$1" large
	expect 'the check' 'ok - memory-of-2-gib' "$(cat out)"
}

# Ends with that status, at once.
check_shutdown() {
	package "$1" "$2"
	HERMIT_CORES=1 program 42 "$TARGET/proxy-$1" shutdown 42
	expect 'no shutdown hook' '' "$(cat out)"
}

tap_begin "$@"
for version in 17 25; do
	if home=$(jdk_find "$version"); then
		tap_test "$version/linux" check_linux "$home"
		tap_test "$version/modules" check_modules "$version" "$home"
		tap_test "$version/isle" check_isle "$version" "$home"
		tap_test "$version/large" check_large "$version" "$home"
		tap_test "$version/shutdown" check_shutdown "$version" "$home"
	else
		tap_skip "$version/linux" "no JDK $version: set JAVA_HOME_$version or put it under /usr/lib/jvm"
		tap_skip "$version/modules" "no JDK $version"
		tap_skip "$version/isle" "no JDK $version"
		tap_skip "$version/large" "no JDK $version"
		tap_skip "$version/shutdown" "no JDK $version"
	fi
done
tap_end
