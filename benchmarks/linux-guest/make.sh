#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Makes the Linux guest that an isle is compared with: Debian's kernel for virtual machines and an initramfs with the very files
# of an executable's root image, whose program busybox starts as the first process. Nothing is installed on this machine.
#   make.sh PROXY FOLDER                    writes FOLDER/vmlinuz and FOLDER/initramfs
#   make.sh PROGRAM FOLDER [ARGUMENTS]      the same with a static Linux program
set -euo pipefail

die() {
	printf 'make.sh: %s\n' "$*" >&2
	exit 2
}

# Name of the package that the newest kernel of the cloud flavour is in: the one that the meta package depends on.
kernel_package() {
	apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1
}

fetch_kernel() {
	local to=$1 package folder
	[ ! -f "$to" ] || return 0
	package=$(kernel_package)
	[ -n "$package" ] || die "apt knows no kernel of the package linux-image-cloud-amd64; run apt-get update"
	folder=$(mktemp -d)
	(cd "$folder" && apt-get -q -o APT::Sandbox::User=root download "$package" && dpkg-deb -x "$package"_*.deb .) >&2
	mv "$folder"/boot/vmlinuz-* "$to"
	rm -rf "$folder"
}

# manifest KEY — values of the executable's manifest, one a line, escapes undone.
manifest() {
	sed -n "s/^$1=//p" "$WORK/manifest" | sed 's/\\n/\n/g; s/\\\\/\\/g'
}

quoted() {
	printf "'%s' " "$(sed "s/'/'\\\\''/g" <<<"$1")"
}

# write_init COMMAND… — the first process: mounts what the program expects, starts it on the serial line, ends the machine.
write_init() {
	local word
	printf '#!/.guest/busybox sh\n'
	printf 'b=/.guest/busybox\n$b mount -t proc proc /proc\n$b mount -t sysfs sys /sys\n$b mount -t devtmpfs dev /dev\n'
	printf '$b mkdir -p /dev/shm\n$b mount -t tmpfs tmp /dev/shm\n$b mount -t tmpfs tmp /tmp\ncd /tmp\n'
	for word in "$@"; do
		quoted "$word"
	done
	printf '\n$b reboot -f\n'
}

# The files of a proxy's root image; COMMAND becomes what its manifest says.
take_proxy() {
	local proxy=$1 tree=$2 entry
	objcopy --dump-section ".hermit.rootfs=$WORK/rootfs" --dump-section ".hermit.manifest=$WORK/manifest" "$proxy" /dev/null
	fsck.erofs --extract="$tree" "$WORK/rootfs" >/dev/null
	COMMAND=(/.guest/busybox env)
	while IFS= read -r entry; do
		[ -z "$entry" ] || COMMAND+=("$entry")
	done < <(manifest env; manifest program; manifest arg)
}

take_program() {
	local program=$1 tree=$2
	shift 2
	mkdir -p "$tree"
	cp "$program" "$tree/program"
	COMMAND=(/program "$@")
}

has_root_image() {
	readelf -SW "$1" 2>/dev/null | grep -q '\.hermit\.rootfs'
}

make_initramfs() {
	local program=$1 to=$2 tree=$WORK/tree
	shift 2
	if has_root_image "$program"; then
		take_proxy "$program" "$tree"
	else
		take_program "$program" "$tree" "$@"
	fi
	mkdir -p "$tree"/{proc,sys,dev,tmp,.guest}
	cp "$(type -P busybox)" "$tree/.guest/busybox"
	write_init "${COMMAND[@]}" >"$tree/init"
	chmod 0755 "$tree/init"
	(cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null) >"$to"
}

main() {
	[ $# -ge 2 ] || die "usage: make.sh PROXY|PROGRAM FOLDER [ARGUMENTS]"
	[ -x "$1" ] || die "'$1' is no executable; build the examples first: ./hermit build"
	local program=$1 folder=$2
	shift 2
	mkdir -p "$folder"
	WORK=$(mktemp -d)
	trap 'chmod -R u+w "$WORK"; rm -rf "$WORK"' EXIT
	fetch_kernel "$folder/vmlinuz"
	make_initramfs "$program" "$folder/initramfs" "$@"
}

main "$@"
