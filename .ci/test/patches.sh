#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The scripts of linux-patches/6.1: what they take as Linux, how they apply patches, keep results, clean up. The Linux that
# they build here is a Makefile of a few lines, and all of it is in a copy of this tree's parts.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source .ci/test/tap.sh

# make_linux FOLDER SUBLEVEL — what the scripts ask of Linux' Makefile: a configuration, a kernel. BUILDS counts kernels, SLOW
# makes them slow, WARN is what the compiler says; the option REFUSED does not come through.
make_linux() {
	mkdir -p "$1/scripts"
	printf 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = %s\n' "$2" >"$1/Makefile"
	cat >>"$1/Makefile" <<-'END'
		.RECIPEPREFIX := >
		boot := $(O)/arch/x86/boot
		allnoconfig:
		>grep -v REFUSED $(KCONFIG_ALLCONFIG) >$(O)/.config
		bzImage:
		>@echo built >>$(BUILDS)
		>@sleep $(or $(SLOW),0)
		>@echo '$(WARN)'
		>@mkdir -p $(boot) && cp numbers $(boot)/bzImage && touch $(O)/vmlinux $(O)/System.map
		mrproper:
	END
	seq 20 >"$1/numbers"
	# shellcheck disable=SC2016
	echo 'while (<>) { die "WARNING: ugly\n" if /ugly/ }' >"$1/scripts/checkpatch.pl"
}

write_patch() {
	{
		printf -- '--- a/numbers\n+++ b/numbers\n@@ -9,4 +9,5 @@\n 9\n 10\n+%s\n 11\n 12\n' "$1"
		printf -- '--- /dev/null\n+++ b/drivers/hermit/driver\n@@ -0,0 +1 @@\n+driver\n'
	} >"$PATCHES/0001-numbers.patch"
}

# A copy with one patch, a Linux, and a cache of its own.
begin() {
	local copy=$TAP_SCRATCH/copy
	rm -rf "$copy" "$TAP_SCRATCH"/linux* "$TAP_SCRATCH/cache"
	mkdir -p "$copy/.ci" "$copy/linux-patches" "$copy/hermit-kernel/include"
	cp -r .ci/lib "$copy/.ci/"
	cp -r linux-patches/6.1 "$copy/linux-patches/"
	cp -r hermit-kernel/include/hermit "$copy/hermit-kernel/include/"
	echo 'setup_ensure() { :; }' >"$copy/.ci/lib/setup.sh"
	PATCHES=$copy/linux-patches/6.1
	rm -f "$PATCHES"/*.patch
	write_patch 'ten and a half'
	echo 0001-numbers.patch >"$PATCHES/series"
	make_linux "$TAP_SCRATCH/linux" 100
	export HERMIT_LINUX_SOURCE=$TAP_SCRATCH/linux XDG_CACHE_HOME=$TAP_SCRATCH/cache BUILDS=$TAP_SCRATCH/builds SLOW='' WARN=''
	: >"$BUILDS"
}

refuse_source() {
	expect_status 2 env HERMIT_LINUX_SOURCE="$1" "$PATCHES/build.sh"
	expect_match 'the value, the reason, the remedy' "HERMIT_LINUX_SOURCE=$1 $2" "$OUTPUT"
}

check_sources() {
	begin
	refuse_source /no/such/tree 'cannot be read; name a Linux 6.1.y tree or tarball, or unset it'
	refuse_source "$TAP_SCRATCH/cache" 'cannot be read'
	refuse_source "$PATCHES" 'is no Linux source .*name a 6.1.y tree or tarball'
	sed 's/^PATCHLEVEL.*/PATCHLEVEL = 6/' "$HERMIT_LINUX_SOURCE/Makefile" >"$TAP_SCRATCH/Makefile"
	mkdir "$TAP_SCRATCH/linux-6.6"
	mv "$TAP_SCRATCH/Makefile" "$TAP_SCRATCH/linux-6.6/"
	refuse_source "$TAP_SCRATCH/linux-6.6" 'is Linux 6.6.100, and the patches are for 6.1.y; name a 6.1.y tree or tarball'
	tar -C "$TAP_SCRATCH" -cf "$TAP_SCRATCH/linux-6.6.tar" linux-6.6
	refuse_source "$TAP_SCRATCH/linux-6.6.tar" 'is Linux 6.6.100'
	refuse_source "$PATCHES/config" 'cannot be unpacked; name a Linux 6.1.y tree or tarball'
	expect 'nothing left' linux.lock "$(ls "$XDG_CACHE_HOME/hermit")"
}

check_other_debian_version() {
	# shellcheck disable=SC2016
	local script='set -euo pipefail; source .ci/lib/common.sh; source linux-patches/6.1/tree.sh
		dpkg-query() { echo "$INSTALLED"; }; linux_find_base; printf "%s\n" "$LINUX_BASE_NAME"'
	local recorded
	recorded=$(<linux-patches/6.1/base)
	sed "s|^readonly LINUX_TARBALL=.*|readonly LINUX_TARBALL=/dev/null|" linux-patches/6.1/tree.sh >"$TAP_SCRATCH/tree.sh"
	script=${script/linux-patches\/6.1\/tree.sh/$TAP_SCRATCH/tree.sh}
	expect_status 0 env -u HERMIT_LINUX_SOURCE HERMIT_TOP="$PWD" INSTALLED="$recorded" bash -c "$script"
	expect 'the recorded one' "linux-source-6.1 $recorded" "$OUTPUT"
	expect_status 0 env -u HERMIT_LINUX_SOURCE HERMIT_TOP="$PWD" INSTALLED=6.1.999-1 bash -c "$script"
	expect 'another one' "linux-source-6.1 6.1.999-1 (the patches were made for $recorded)" "$OUTPUT"
}

check_build() {
	local result
	begin
	result=$("$PATCHES/build.sh" --path)
	expect_status 0 "$PATCHES/build.sh"
	expect 'the result' "$result" "$(tail -n 1 <<<"$OUTPUT")"
	expect 'its files' 'System.map bzImage config vmlinux' "$(ls "$result" | paste -sd' ')"
	grep -qx 'ten and a half' "$result/bzImage"
	grep -qx 'CONFIG_HERMIT_CORE=y' "$result/config"
	expect_status 0 "$PATCHES/build.sh"
	expect 'one build' 1 "$(wc -l <"$BUILDS")"
	write_patch 'ten and a bit'
	expect_status 0 "$PATCHES/build.sh"
	expect 'a second one for another patch' 2 "$(wc -l <"$BUILDS")"
	touch -d 2001-01-01 "$HERMIT_LINUX_SOURCE/numbers"
	expect_status 0 "$PATCHES/build.sh"
	expect 'a third one for another base' 3 "$(wc -l <"$BUILDS")"
	tar -C "$TAP_SCRATCH" -czf "$TAP_SCRATCH/linux.tar.gz" linux
	expect_status 0 env HERMIT_LINUX_SOURCE="$TAP_SCRATCH/linux.tar.gz" "$PATCHES/build.sh"
	expect 'a fourth one for a tarball' 4 "$(wc -l <"$BUILDS")"
	expect 'no work folder' '' "$(find "$XDG_CACHE_HOME/hermit" -name 'linux-build.*')"
}

check_oldest_results_go() {
	local n first
	begin
	first=$("$PATCHES/build.sh" --path)
	for n in 1 2 3 4 5 6 7; do
		expect_status 0 "$PATCHES/build.sh"
		touch -d "2001-01-0$n" "$(tail -n 1 <<<"$OUTPUT")"
		write_patch "change $n"
	done
	expect_status 0 "$PATCHES/build.sh"
	[ ! -e "$first" ]
	expect 'how many are kept' 6 "$(find "$XDG_CACHE_HOME/hermit" -mindepth 1 -maxdepth 1 -type d | wc -l)"
}

check_build_together() {
	begin
	export SLOW=2
	"$PATCHES/build.sh" & "$PATCHES/build.sh" & "$PATCHES/build.sh" &
	wait
	expect 'one build' 1 "$(wc -l <"$BUILDS")"
	[ -f "$("$PATCHES/build.sh" --path)/vmlinux" ]
}

check_build_failed() {
	begin
	export SLOW=false
	expect_status 1 "$PATCHES/build.sh"
	expect_match 'the reason' 'Linux was not built' "$OUTPUT"
	expect 'nothing left' linux.lock "$(ls "$XDG_CACHE_HOME/hermit")"
	echo CONFIG_REFUSED=y >>"$PATCHES/config"
	expect_status 1 "$PATCHES/build.sh"
	expect_match 'the option' 'does not take these options of .*config: CONFIG_REFUSED=y' "$OUTPUT"
}

# check_ended SCRIPT SIGNAL — in the midst of make.
check_ended() {
	local pid tries=100 status=0
	begin
	export SLOW=1000
	"$PATCHES/$1" >/dev/null 2>&1 &
	pid=$!
	until [ -s "$BUILDS" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || exit 1
		sleep 0.1
	done
	kill "-$2" "$pid"
	wait "$pid" || status=$?
	expect 'the status' $((128 + $(kill -l "$2"))) "$status"
	expect 'nothing left' linux.lock "$(ls "$XDG_CACHE_HOME/hermit")"
	expect 'no process left' '' "$(pgrep -f "$XDG_CACHE_HOME/hermit/linux-build" || true)"
}

check_ended_all() {
	check_ended build.sh TERM
	check_ended check.sh TERM
	check_ended build.sh HUP
}

# Lines that have moved are taken; a line that the hunk shows and that has changed is refused.
check_prepare() {
	local tree=$TAP_SCRATCH/linux-new
	begin
	sed -i '1i zero' "$HERMIT_LINUX_SOURCE/numbers"
	expect_status 0 "$PATCHES/prepare.sh" "$tree"
	grep -qx 'ten and a half' "$tree/numbers"
	cmp "$tree/drivers/hermit/include/hermit/boot.h" hermit-kernel/include/hermit/boot.h
	: >"$tree/drivers/hermit/include/hermit/boot.h"
	expect_status 0 "$PATCHES/prepare.sh" "$tree"
	expect_match 'that it was done' 'applied already' "$OUTPUT"
	cmp "$tree/drivers/hermit/include/hermit/boot.h" hermit-kernel/include/hermit/boot.h
	rm -r "$tree"
	sed -i 's/^9$/nine/' "$HERMIT_LINUX_SOURCE/numbers"
	expect_status 1 "$PATCHES/prepare.sh" "$tree"
	expect_match 'the patch, the tree, the remedy' \
		"0001-numbers.patch does not apply to $tree, Linux 6.1.100, without fuzz.*HERMIT_LINUX_SOURCE" "$OUTPUT"
	expect_status 2 "$PATCHES/prepare.sh"
	expect_status 2 "$PATCHES/prepare.sh" --option
	expect_status 2 "$PATCHES/prepare.sh" "$TAP_SCRATCH" surplus
	expect_status 2 "$PATCHES/prepare.sh" "$TAP_SCRATCH/linux/Makefile"
}

refuse_check() {
	expect_status 1 "$PATCHES/check.sh"
	expect_match 'the step that failed' "$1" "$OUTPUT"
}

check_check() {
	begin
	expect_status 0 "$PATCHES/check.sh"
	expect 'the steps' 6 "$(grep -c '^ok: ' <<<"$OUTPUT")"
	expect 'on, and off' 2 "$(wc -l <"$BUILDS")"
	[ -f "$("$PATCHES/build.sh" --path)/bzImage" ] # need not be built again
	WARN='driver.c:1: warning: unused' refuse_check '^FAILED: builds with CONFIG_HERMIT_CORE=y'
	write_patch ugly
	refuse_check '^FAILED: checkpatch: 0001-numbers.patch'
	cp "$PATCHES/0001-numbers.patch" "$PATCHES/0002-forgotten.patch"
	refuse_check '0002-forgotten.patch is not in series'
	echo 0003-missing.patch >>"$PATCHES/series"
	refuse_check 'series names 0003-missing.patch, which does not exist'
	: >"$PATCHES/series"
	refuse_check 'series is empty: there is nothing to check'
}

tap_begin "$@"
tap_test sources check_sources
tap_test other-debian-version check_other_debian_version
tap_test build check_build
tap_test oldest-results-go check_oldest_results_go
tap_test build-together check_build_together
tap_test build-failed check_build_failed
tap_test ended check_ended_all
tap_test prepare check_prepare
tap_test check check_check
tap_end
