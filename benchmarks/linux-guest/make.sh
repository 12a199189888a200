#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Makes the Linux guest that an isle is compared with: Debian's kernel for virtual machines and an initramfs with the very files
# of an executable's root image, whose program busybox starts as the first process. Nothing is installed on this machine.
#   make.sh PROXY FOLDER                    writes FOLDER/vmlinuz and FOLDER/initramfs
#   make.sh PROGRAM FOLDER [ARGUMENTS]      the same with a static Linux program
# GUEST_NETWORK=ADDRESS/PREFIX,GATEWAY in the environment: eth0, a virtio-net-pci device, gets that address.
set -euo pipefail

die() {
	printf 'make.sh: %s\n' "$*" >&2
	exit 2
}

# Name of the package that the newest kernel of the cloud flavour is in: the one that the meta package depends on.
kernel_package() {
	apt-cache depends linux-image-cloud-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1
}

# In the order in which they can be loaded.
readonly NETWORK_MODULES='drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev
	drivers/virtio/virtio_pci_legacy_dev drivers/virtio/virtio_pci net/core/failover drivers/net/net_failover drivers/net/virtio_net'

# Writes FOLDER/vmlinuz and FOLDER/modules/.
fetch_kernel() {
	local to=$1 package folder module
	[ ! -f "$to/vmlinuz" ] || [ ! -d "$to/modules" ] || return 0
	package=$(kernel_package)
	[ -n "$package" ] || die "apt knows no kernel of the package linux-image-cloud-amd64; run apt-get update"
	folder=$(mktemp -d)
	(cd "$folder" && apt-get -q -o APT::Sandbox::User=root download "$package" && dpkg-deb -x "$package"_*.deb .) >&2
	mkdir -p "$to/modules"
	for module in $NETWORK_MODULES; do
		mv "$folder"/lib/modules/*/kernel/"$module.ko" "$to/modules/"
	done
	mv "$folder"/boot/vmlinuz-* "$to/vmlinuz"
	rm -rf "$folder"
}

# manifest KEY — values of the executable's manifest, one a line, escapes undone.
manifest() {
	sed -n "s/^$1=//p" "$WORK/manifest" | sed 's/\\n/\n/g; s/\\\\/\\/g'
}

quoted() {
	printf "'%s' " "$(sed "s/'/'\\\\''/g" <<<"$1")"
}

write_network() {
	local module address=${GUEST_NETWORK:-}
	printf '$b ip link set lo up\n'
	[ -n "$address" ] || return 0
	for module in $NETWORK_MODULES; do
		printf '$b insmod /.guest/%s.ko\n' "${module##*/}"
	done
	printf '$b ip addr add %s dev eth0\n$b ip link set eth0 up\n$b ip route add default via %s\n' "${address%,*}" "${address#*,}"
}

# write_init COMMAND… — the first process: mounts what the program expects, starts it on the serial line, ends the machine.
write_init() {
	local word
	printf '#!/.guest/busybox sh\n'
	printf 'b=/.guest/busybox\n$b mount -t proc proc /proc\n$b mount -t sysfs sys /sys\n$b mount -t devtmpfs dev /dev\n'
	write_network
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
	cp "$FOLDER"/modules/* "$tree/.guest/"
	write_init "${COMMAND[@]}" >"$tree/init"
	chmod 0755 "$tree/init"
	(cd "$tree" && find . | busybox cpio -o -H newc 2>/dev/null) >"$to"
}

main() {
	[ $# -ge 2 ] || die "usage: make.sh PROXY|PROGRAM FOLDER [ARGUMENTS]"
	[ -x "$1" ] || die "'$1' is no executable; build the examples first: ./hermit build"
	local program=$1
	FOLDER=$2
	shift 2
	mkdir -p "$FOLDER"
	WORK=$(mktemp -d)
	trap 'chmod -R u+w "$WORK"; rm -rf "$WORK"' EXIT
	fetch_kernel "$FOLDER"
	make_initramfs "$program" "$FOLDER/initramfs" "$@"
}

main "$@"
