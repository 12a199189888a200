# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# From a base to a patched, configured, built Linux tree: what build.sh, check.sh and prepare.sh have in common. Sourced by
# them, after common.sh of the driver (note, die, die_usage).

readonly LINUX_PATCHES=$HERMIT_TOP/linux-patches/6.1
readonly LINUX_PACKAGE=linux-source-6.1
readonly LINUX_TARBALL=/usr/src/$LINUX_PACKAGE.tar.xz
readonly LINUX_KEPT=6   # results in the cache
readonly LINUX_RECIPE=1 # to be raised when the build itself gives another result for the same inputs

# linux_entries FILE — its lines without comments.
linux_entries() {
	sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1"
}

# ---- the base ----

# Says where the base comes from: LINUX_BASE is a tarball or a folder, LINUX_BASE_NAME its name in messages.
linux_find_base() {
	local recorded version
	recorded=$(<"$LINUX_PATCHES/base")
	if [ -n "${HERMIT_LINUX_SOURCE:-}" ]; then
		LINUX_BASE=$HERMIT_LINUX_SOURCE
		LINUX_BASE_NAME="HERMIT_LINUX_SOURCE=$LINUX_BASE"
		[ -r "$LINUX_BASE" ] || die_usage "$LINUX_BASE_NAME cannot be read; name a Linux 6.1.y tree or tarball, or unset it"
		[ ! -d "$LINUX_BASE" ] || linux_check_version "$LINUX_BASE"
		return 0
	fi
	LINUX_BASE=$LINUX_TARBALL
	[ -r "$LINUX_BASE" ] || die_usage "$LINUX_BASE is missing: install the package $LINUX_PACKAGE," \
		"or name a Linux 6.1.y tree or tarball by HERMIT_LINUX_SOURCE"
	version=$(dpkg-query -W -f='${Version}' "$LINUX_PACKAGE" 2>/dev/null) || version=unknown
	LINUX_BASE_NAME="$LINUX_PACKAGE $version"
	[ "$version" = "$recorded" ] || LINUX_BASE_NAME+=" (the patches were made for $recorded)"
}

# What distinguishes one base from another. A package of one version is always the same; a folder is told by its files.
linux_base_identity() {
	if [ -d "$LINUX_BASE" ]; then
		find "$LINUX_BASE" -name .git -prune -o -type f -printf '%P %s %T@\n' | sort
	elif [ "$LINUX_BASE" = "$LINUX_TARBALL" ]; then
		printf '%s\n' "$LINUX_BASE_NAME"
		stat -c '%s %Y' "$LINUX_BASE"
	else
		sha256sum <"$LINUX_BASE"
	fi
}

# linux_check_version TREE — that it is Linux 6.1.y.
linux_check_version() {
	local version
	version=$(sed -n -E '/^(VERSION|PATCHLEVEL|SUBLEVEL) *=/s/.*= *//p' "$1/Makefile" 2>/dev/null | paste -sd.) || true
	case $version in
	6.1.*) LINUX_VERSION=$version ;;
	'') die_usage "$LINUX_BASE_NAME is no Linux source (no version in its Makefile); name a 6.1.y tree or tarball" ;;
	*) die_usage "$LINUX_BASE_NAME is Linux $version, and the patches are for 6.1.y; name a 6.1.y tree or tarball" ;;
	esac
}

# linux_unpack TREE — a copy of the base in the new folder TREE, without what an earlier build left in it.
linux_unpack() {
	local tree=$1
	mkdir "$tree"
	if [ -d "$LINUX_BASE" ]; then
		linux_run tar -C "$LINUX_BASE" --exclude=./.git -cf "$tree.tar" .
		linux_run tar -C "$tree" -xf "$tree.tar"
		rm "$tree.tar"
		linux_run make -s -C "$tree" mrproper
	else
		linux_run tar -C "$tree" --strip-components=1 -xf "$LINUX_BASE" ||
			die_usage "$LINUX_BASE_NAME cannot be unpacked; name a Linux 6.1.y tree or tarball, or install $LINUX_PACKAGE anew"
	fi
	linux_check_version "$tree"
}

# ---- patches and headers ----

# linux_apply TREE — all patches, without fuzz. Lines may have moved (patch says so); what is around them may not differ.
linux_apply() {
	local tree=$1 name
	for name in $(linux_entries "$LINUX_PATCHES/series"); do
		echo "patch $name"
		patch -d "$tree" -p1 --batch --forward --fuzz=0 <"$LINUX_PATCHES/$name" ||
			die "$LINUX_PATCHES/$name does not apply to $LINUX_BASE_NAME, Linux $LINUX_VERSION, without fuzz;" \
				"the patches were made for $LINUX_PACKAGE $(<"$LINUX_PATCHES/base"):" \
				"install that version, or name such a tree by HERMIT_LINUX_SOURCE"
	done
}

# Whether the patches are in TREE: the last one can be taken back.
linux_is_applied() {
	local last
	last=$(linux_entries "$LINUX_PATCHES/series" | tail -n 1)
	[ -n "$last" ] && patch -d "$1" -p1 --force --reverse --dry-run --fuzz=0 <"$LINUX_PATCHES/$last" >/dev/null
}

# Names of the shared headers.
linux_headers() {
	local patterns
	mapfile -t patterns < <(linux_entries "$LINUX_PATCHES/headers")
	# shellcheck disable=SC2068 # patterns
	(cd "$HERMIT_TOP/hermit-kernel/include/hermit" && printf '%s\n' ${patterns[@]})
}

# linux_copy_headers TREE — the ABI's headers, each only when it differs, so that nothing is built anew without need.
linux_copy_headers() {
	local target=$1/drivers/hermit/include/hermit name
	[ -d "$1/drivers/hermit" ] || return 0
	mkdir -p "$target"
	for name in $(linux_headers); do
		cmp -s "$HERMIT_TOP/hermit-kernel/include/hermit/$name" "$target/$name" ||
			cp "$HERMIT_TOP/hermit-kernel/include/hermit/$name" "$target/$name"
	done
}

# ---- configuration and build ----

# linux_configure TREE OBJECTS on|off — .config from our options, all others off. An option that did not come through,
# because its name is gone or something that it needs is missing, is an error.
linux_configure() {
	local tree=$1 objects=$2 core=$3 wanted=$2.config lost
	mkdir -p "$objects"
	linux_options "$core" >"$wanted"
	linux_run make -s -C "$tree" O="$objects" KCONFIG_ALLCONFIG="$wanted" allnoconfig
	lost=$(grep '=' "$wanted" | grep -vxFf "$objects/.config" || true)
	[ -z "$lost" ] || die "$LINUX_BASE_NAME does not take these options of $LINUX_PATCHES/config: ${lost//$'\n'/ }"
}

# linux_options on|off — without any patch there is nothing to switch on: an empty series gives the Linux that they began with.
linux_options() {
	linux_entries "$LINUX_PATCHES/config" | if [ "$1" = on ] && [ -n "$(linux_entries "$LINUX_PATCHES/series")" ]; then
		cat
	else
		sed '/^CONFIG_HERMIT_/d'
	fi
	[ -z "${HERMIT_LINUX_DEBUG:-}" ] || linux_entries "$LINUX_PATCHES/config.debug"
}

linux_make() {
	local tree=$1 objects=$2
	linux_run make -s -C "$tree" O="$objects" -j "$(nproc)" bzImage
}

# ---- results ----

linux_cache() {
	case ${XDG_CACHE_HOME:-} in
	/*) printf '%s/hermit\n' "$XDG_CACHE_HOME" ;;
	*) printf '%s/.cache/hermit\n' "$HOME" ;;
	esac
}

# linux_result — the folder of the result for all that goes into it. Call linux_find_base first.
linux_result() {
	local name sum
	sum=$(
		{
			linux_base_identity
			linux_entries "$LINUX_PATCHES/series"
			linux_options on
			for name in $(linux_entries "$LINUX_PATCHES/series"); do
				cat "$LINUX_PATCHES/$name"
			done
			for name in $(linux_headers); do
				echo "$name"
				cat "$HERMIT_TOP/hermit-kernel/include/hermit/$name"
			done
			echo "$LINUX_RECIPE"
			gcc --version | head -n 1
			ld --version | head -n 1
		} | sha256sum
	)
	printf '%s/linux-%s\n' "$(linux_cache)" "${sum:0:16}"
}

# linux_keep OBJECTS RESULT — by rename, so that nobody sees half a result; then the oldest ones go.
linux_keep() {
	local objects=$1 result=$2 fresh=$LINUX_WORK/result old
	mkdir "$fresh"
	cp "$objects/arch/x86/boot/bzImage" "$objects/vmlinux" "$objects/System.map" "$fresh/"
	cp "$objects/.config" "$fresh/config"
	rm -rf "$result"
	mv -T "$fresh" "$result"
	find "$(linux_cache)" -maxdepth 1 -type d -name 'linux-*' ! -name 'linux-build.*' -printf '%T@ %p\n' | sort -rn |
		tail -n +$((LINUX_KEPT + 1)) | while read -r _ old; do
		echo "removing $old, not used for longest"
		rm -rf "$old"
	done
}

# ---- work ----

# linux_run COMMAND… — so that a signal for this script ends the command, too: a shell that runs it in the foreground
# would first wait for its end.
linux_run() {
	local status=0
	"$@" <&0 &
	LINUX_CHILD=$!
	wait "$LINUX_CHILD" || status=$?
	LINUX_CHILD=
	return "$status"
}

# linux_step FUNCTION ARGUMENTS… — the same for a function, in a subshell with `set -e`. What takes long in it has to be
# started by linux_run, too.
linux_step() {
	linux_run linux_step_here "$@"
}

linux_step_here() {
	LINUX_CHILD=
	trap linux_stop_child EXIT
	trap 'exit 143' TERM
	set -e
	"$@"
}

linux_stop_child() {
	[ -n "${LINUX_CHILD:-}" ] || return 0
	kill "$LINUX_CHILD" 2>/dev/null || true
	wait "$LINUX_CHILD" || true
}

linux_end_work() {
	trap '' HUP INT TERM # once asked is enough
	linux_stop_child
	rm -rf "$LINUX_WORK"
}

# A folder for tree and objects in LINUX_WORK, on the disk of the cache, removed when the script ends. One build at a
# time: it uses all cores, and the second one often needs what the first one makes. So what others left is nobody's.
linux_begin_work() {
	local cache
	cache=$(linux_cache)
	mkdir -p "$cache" || die_usage "$cache cannot be made; set XDG_CACHE_HOME to a folder for built kernels"
	exec 8>"$cache/linux.lock"
	if ! flock -n 8; then
		note "waiting for another build of Linux"
		flock -w 3600 8 || die "another build of Linux holds $cache/linux.lock for an hour"
	fi
	rm -rf "$cache"/linux-build.*
	LINUX_WORK=$(mktemp -d "$cache/linux-build.XXXXXX")
	trap linux_end_work EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
}
