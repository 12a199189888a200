# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash
# What the multi-kernel VM is made of: the patched Linux, an initial file system, the native demos. Sourced by ../../hermit.

readonly LINUX_BUILD=$HERMIT_TOP/linux-patches/6.1/build.sh
readonly VM_SOURCE=$HERMIT_TOP/linux-patches/vm
readonly VM_DIR=$STATE_DIR/vm
readonly VM_INITRAMFS=$VM_DIR/initramfs.cpio
readonly VM_TSC=$VM_DIR/tsc # prints the rate of the time stamp counter

# Path of the patched kernel's folder. A kernel is built once; the others who want it wait.
multikernel_linux() {
	local folder
	folder=$("$LINUX_BUILD" --path) || exit
	if [ ! -f "$folder/bzImage" ]; then
		note "building Linux, once (log: $(relative "$LOG_DIR/linux.log"))"
		step linux "$LINUX_BUILD"
	else
		touch "$folder" # the ones that were not used for longest are removed first
	fi
	printf '%s\n' "$folder"
}

multikernel_build() {
	locked build multikernel_build_parts
}

multikernel_build_parts() {
	build_everything
	step native make -C "$HERMIT_TOP/examples/native" -j "$(build_jobs)"
	multikernel_link_programs
	multikernel_build_initramfs
}

# usr: what one wants to start in the VM, where HermitCore always had it. Links, so that it is never out of date.
multikernel_link_programs() {
	local folder=$HERMIT_TOP/usr name proxy
	rm -rf "$folder/java"
	mkdir -p "$folder/java"
	for name in tests benchmarks; do
		ln -sfn "../examples/native/target/hermit/$name" "$folder/$name"
	done
	for proxy in "$HERMIT_TOP"/examples/*/target/*-proxy; do
		[ ! -x "$proxy" ] || ln -s "../..${proxy#"$HERMIT_TOP"}" "$folder/java/"
	done
}

# ---- the initial file system ----

# One digest over all files that went into it, by name, size and time, and what says which those are.
multikernel_initramfs_fingerprint() {
	{
		find "$VM_SOURCE" -type f -printf '%p %s %T@\n' | sort
		stat -L -c '%n %s %Y' "$PROXY" "$(type -P busybox)" "${BASH_SOURCE[0]}"
		[ ! -f "$VM_DIR/files" ] || xargs -d '\n' stat -L -c '%n %s %Y' <"$VM_DIR/files"
	} 2>&1 | sha256sum
}

multikernel_build_initramfs() {
	[ -f "$VM_INITRAMFS" ] && [ "$(cat "$VM_DIR/stamp" 2>/dev/null)" = "$(multikernel_initramfs_fingerprint)" ] && return
	mkdir -p "$VM_DIR"
	step initramfs multikernel_make_initramfs
	multikernel_initramfs_fingerprint >"$VM_DIR/stamp"
}

# Programs of this machine as they are, with the libraries that the dynamic linker would take, and the files of the
# locale C.UTF-8: one path a line.
multikernel_program_files() {
	local name path
	find /usr/lib/locale/C.utf8 -type f 2>/dev/null || true
	while read -r name; do
		path=$(type -P "$name") || die "linux-patches/vm/programs names $name, which is not on PATH"
		printf '%s\n' "$path"
		ldd "$path" | grep -o '/[^ ]*'
	done < <(sed -e 's/#.*//' -e '/^$/d' "$VM_SOURCE/programs") | sort -u
}

multikernel_make_initramfs() (
	set -e
	stage=$(mktemp -d "$VM_DIR/initramfs.XXXXXX")
	trap 'rm -rf "$stage" "$stage.cpio"' EXIT
	multikernel_compile tsc "$VM_TSC"
	multikernel_program_files >"$VM_DIR/files"
	chmod 0755 "$stage" # the root folder, where not only root looks
	multikernel_stage "$stage"
	(cd "$stage" && find . | LC_ALL=C sort | busybox cpio -H newc -o -R 0:0) >"$stage.cpio"
	mv "$stage.cpio" "$VM_INITRAMFS"
)

# multikernel_compile NAME PROGRAM — one source of linux-patches/vm.
multikernel_compile() {
	gcc -std=gnu11 -O2 -Wall -Wextra -Werror -static -s -o "$2" "$VM_SOURCE/$1.c"
}

# Where a file's folder is a link into /usr, as Debian's /bin and /lib are, the VM has the same link.
multikernel_stage() {
	local stage=$1 file name
	mkdir -p "$stage"/{dev,proc,sys,tmp,run,hermit,root,etc,usr/bin,usr/sbin,usr/lib,usr/lib64}
	for name in bin sbin lib lib64; do
		ln -s "usr/$name" "$stage/$name"
	done
	while read -r file; do
		mkdir -p "$stage/$(dirname "$file")"
		cp -L "$file" "$stage$file"
	done <"$VM_DIR/files"
	cp "$PROXY" "$stage/usr/bin/hermit-proxy"
	multikernel_compile port "$stage/usr/bin/port"
	cp "$VM_SOURCE/init" "$stage/init"
	cp "$VM_SOURCE"/etc/* "$stage/etc/"
	cp "$(type -P busybox)" "$stage/usr/bin/busybox"
	ln -s dash "$stage/usr/bin/sh"
	for name in $(busybox --list); do
		[ -e "$stage/usr/bin/$name" ] || [ -e "$stage/usr/sbin/$name" ] || ln -s busybox "$stage/usr/bin/$name"
	done
	strip -s "$stage/usr/bin/hermit-proxy"
}
