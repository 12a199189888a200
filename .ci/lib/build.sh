# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# Builds kernel, proxy, libc, SDK, examples and the root image of `./hermit run`. Sourced by ../../hermit.
# Unchanged sources cost the time of looking at them: make decides for C, a fingerprint of the sources for Maven.

readonly RUN_ROOT_IMAGE=$HERMIT_TOP/hermit-kernel/target/run-root.erofs
readonly HELLO_PROXY=$HERMIT_TOP/examples/hello/target/hello-proxy

build_jobs() {
	nproc
}

build_native() {
	step kernel make -C "$HERMIT_TOP/hermit-kernel" -j "$(build_jobs)"
	step proxy make -C "$HERMIT_TOP/hermit-sdk-java/hermit-proxy" -j "$(build_jobs)"
	build_run_root
}

# One digest over name, size and time of all that Maven reads: sources, poms, and what make built.
build_sdk_fingerprint() {
	{
		java_home
		find "$HERMIT_TOP/pom.xml" "$HERMIT_TOP/hermit-sdk-java" "$HERMIT_TOP/examples" "$HERMIT_TOP/benchmarks" \
			\( -name target -o -name hermit-it \) -prune -o -type f -printf '%p %s %T@\n' | sort
		stat -c '%n %s %Y' "$KERNEL" "$PROXY" "$HERMIT_TOP/libc-port/build/lib/libc_pic.a" 2>/dev/null || true
	} | sha256sum
}

build_sdk_is_current() {
	local stamp=$STATE_DIR/sdk.stamp
	[ -f "$stamp" ] && [ -x "$HELLO_PROXY" ] && [ "$(<"$stamp")" = "$(build_sdk_fingerprint)" ]
}

# build_reactor WHAT [OPTIONS] — Maven's install without its tests.
build_reactor() {
	local what=$1 home
	shift
	home=$(java_home)
	note "building $what with Maven (log: $(relative "$LOG_DIR/sdk.log"))"
	JAVA_HOME=$home step sdk mvn -B -f "$HERMIT_TOP/pom.xml" install -DskipTests -Dinvoker.skip=true "$@"
}

build_sdk() {
	build_sdk_is_current && return 0
	build_reactor "the SDK and the examples"
	build_sdk_fingerprint >"$STATE_DIR/sdk.stamp"
}

# newlib and the toolchain x86_64-hermit-*; minutes at the first time.
build_libc() {
	build_native
	step newlib make -C "$HERMIT_TOP/libc-port" JOBS="$(build_jobs)" newlib
	step toolchain make -C "$HERMIT_TOP/libc-port/toolchain"
}

build_everything() {
	build_libc
	build_sdk
}

# examples/hello and what it needs; not newlib, which takes minutes.
build_hello_only() {
	build_native
	build_sdk_is_current || build_reactor "examples/hello" -pl :hello -am
}

build_cli_is_current() {
	local jar sources=$HERMIT_TOP/hermit-sdk-java/hermit-image
	jar=$(build_cli_jar 2>/dev/null) &&
		[ -z "$(find "$HERMIT_TOP/pom.xml" "$sources/pom.xml" "$sources/src" -type f -newer "$jar" -print -quit)" ]
}

# Kernel, proxy, and the command line of hermit-image.
build_image_builder() {
	build_native
	build_cli_is_current || build_reactor "the image builder" -pl :hermit-image -am
}

build_all() {
	locked build build_everything
}

build_for_demo() {
	locked build build_hello_only
}

build_for_java() {
	locked build build_image_builder
}

build_for_c() {
	locked build build_libc
}

build_for_run() {
	locked build build_native
}

# Path of the executable jar of hermit-image's command line.
build_cli_jar() {
	local jar found=
	for jar in "$HERMIT_TOP"/hermit-sdk-java/hermit-image/target/hermit-image-*-cli.jar; do
		[ -f "$jar" ] && found=$jar
	done
	[ -n "$found" ] || die "the build made no hermit-sdk-java/hermit-image/target/hermit-image-*-cli.jar; log: $LOG_DIR/sdk.log"
	printf '%s\n' "$found"
}

# The root image of `./hermit run`: nothing but mount points, links and a few files of /etc; programs and libraries
# come from the host's folders. Fixed times, owner and UUID: the same sources give the same bytes.
build_run_root() {
	local source=$HERMIT_TOP/hermit-kernel/run-root
	[ -f "$RUN_ROOT_IMAGE" ] && [ -z "$(find "$source" -newer "$RUN_ROOT_IMAGE" -print -quit)" ] && return 0
	step run-root build_run_root_image "$source"
}

build_run_root_image() {
	local source=$1 stage
	mkdir -p "${RUN_ROOT_IMAGE%/*}"
	stage=$(mktemp -d "${RUN_ROOT_IMAGE%/*}/run-root.XXXXXX")
	build_run_root_tree "$source" "$stage"
	mkfs.erofs -T0 -x-1 -U 00000000-0000-4000-8000-000000000001 --all-root "$stage.erofs" "$stage"
	mv "$stage.erofs" "$RUN_ROOT_IMAGE"
	chmod -R u+w "$stage"
	rm -rf "$stage"
}

# layout has one entry a line: `dir MODE PATH` or `link TARGET PATH`.
build_run_root_tree() {
	local source=$1 stage=$2 kind value path
	while read -r kind value path; do
		case $kind in
		dir) mkdir -p "$stage/$path" && chmod "$value" "$stage/$path" ;;
		link) ln -s "$value" "$stage/$path" ;;
		'#'* | '') ;;
		*) die "$source/layout: unknown entry '$kind $value $path'" ;;
		esac
	done <"$source/layout"
	cp "$source"/etc/* "$stage/etc/"
	chmod 0644 "$stage"/etc/*
	chmod 0755 "$stage"
}
