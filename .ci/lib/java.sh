# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# `./hermit java` and `./hermit jdk`: a folder that looks like a JDK, whose bin/java starts isles. Sourced by ../../hermit.

jdk_help() {
	cat <<-'END'
		Usage: ./hermit jdk [--output FOLDER]

		Makes a folder that looks like a JDK: bin/java runs programs on an isle, and takes the command line that the
		JDK's own java takes. Prints the folder. Without --output it is one in the cache, made once for each JDK and
		each build of the kernel. The JDK is that of JAVA_HOME, else JDK 17 of this machine.
	END
}

# One digest over all that the look-alike is made of, by name, size and time: kernel, proxy, its builder, the JDK.
java_fingerprint() {
	local home=$1
	{
		printf '%s\n' "$home" "${XDG_CACHE_HOME:-}" "${HOME:-}"
		stat -L -c '%n %s %Y' "$home/release" "$home/lib/modules" 2>/dev/null || true
		find "$HERMIT_TOP/hermit-kernel" "$HERMIT_TOP/hermit-sdk-java/hermit-proxy" \
			"$HERMIT_TOP/hermit-sdk-java/hermit-image" -name target -prune -o -type f -printf '%p %s %T@\n' | sort
	} | sha256sum
}

# java_stamp HOME — the file that keeps the fingerprint and the folder made of it, a line each.
java_stamp() {
	printf '%s/java/%s\n' "$STATE_DIR" "$(sha256sum <<<"$1" | cut -c1-16)"
}

# java_make HOME [OPTIONS] — the builder's command; prints the folder.
java_make() {
	local home=$1
	shift
	"$home/bin/java" -jar "$(build_cli_jar)" jdk --jdk "$home" --owner "$HERMIT_TOP" --kernel "$KERNEL" --proxy "$PROXY" "$@"
}

# The folder in the cache. Where nothing has changed since the last time, nothing is looked at twice.
java_folder() {
	local home=$1 stamp fingerprint known=()
	stamp=$(java_stamp "$home")
	fingerprint=$(java_fingerprint "$home")
	[ ! -f "$stamp" ] || mapfile -t known <"$stamp"
	if [ "${known[0]:-}" = "$fingerprint" ] && [ -x "${known[1]:-}/bin/java" ]; then
		printf '%s\n' "${known[1]}"
		return
	fi
	setup_ensure >&2
	build_for_java >&2
	local folder
	folder=$(java_make "$home") || exit
	mkdir -p "${stamp%/*}"
	# the kernel may be a newer one than that of the fingerprint; then the next start looks again
	printf '%s\n' "$fingerprint" "$folder" >"$stamp.$$"
	mv "$stamp.$$" "$stamp"
	printf '%s\n' "$folder"
}

# Home of the JDK that the look-alike stands for, links resolved: the same JDK gives the same look-alike.
java_jdk() {
	local home
	setup_check_java_home
	home=$(java_home) || {
		setup_ensure >&2
		home=$(java_home)
	}
	realpath -- "$home"
}

run_java() {
	local home folder
	home=$(java_jdk) || exit
	folder=$(java_folder "$home") || exit
	exec "$folder/bin/java" "$@"
}

run_jdk() {
	local home output=
	while [ $# -gt 0 ]; do
		case $1 in
		--help) jdk_help && exit 0 ;;
		-o | --output)
			[ $# -ge 2 ] || die_usage "jdk: option $1 needs a value"
			output=$2
			shift 2
			;;
		*) die_usage "jdk: unknown argument '$1'; 'jdk --help' shows the usage" ;;
		esac
	done
	home=$(java_jdk) || exit
	if [ -z "$output" ]; then
		java_folder "$home"
	else
		setup_ensure
		build_for_java
		java_make "$home" --output "$output"
	fi
}
