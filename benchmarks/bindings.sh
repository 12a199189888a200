#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What a call of the kernel costs a Java program through the bindings, compared with an empty JNI call: in one JVM on an isle,
# then the same program on this Linux, where the functions only say that there is no isle. The reactor must be built.
#   bindings.sh [LIMIT [BATCHES]]
# Exit status 1 where hermit_core_current, which the kernel's code answers without its gate, costs more than LIMIT (1.3) empty
# calls in two isles of three: where the JVM happens to put its code shifts the ratio of one by a tenth under TCG. The JDK is JAVA_HOME's, else 17. The emulator counts instructions with HERMIT_QEMU_ARGS='-icount shift=0'
# and HERMIT_CORES=1; without, it is measured in time, which swings from run to run: the ratio counts.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
HERMIT_TOP=$(cd "$here/.." && pwd)
source "$HERMIT_TOP/.ci/lib/common.sh"
source "$HERMIT_TOP/.ci/lib/build.sh"
jar=$here/bindings/target/bindings-benchmark.jar
proxy=$here/bindings/target/bindings-proxy
export HERMIT_ACCEL=${HERMIT_ACCEL:-tcg} HERMIT_CORES=${HERMIT_CORES:-2} HERMIT_MEM=${HERMIT_MEM:-512M}

main() {
	local home status slow=0
	[ -f "$jar" ] || {
		printf 'bindings.sh: %s is missing; run ./hermit build\n' "$jar" >&2
		exit 2
	}
	home=$(java_home)
	"$home/bin/java" -jar "$(build_cli_jar)" package --jdk "$home" --jar "$jar" -o "$proxy" >&2
	for _ in 1 2 3; do
		status=0
		timeout -k 5 300 "$proxy" "$@" || status=$?
		[ "$status" -le 1 ] || exit "$status"
		slow=$((slow + status))
	done
	timeout -k 5 300 "$home/bin/java" -jar "$jar" "$@"
	[ "$slow" -le 1 ]
}

main "$@"
