#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# Inside the VM of ./hermit qemu, for multikernel-noise.sh: while stress-ng keeps all cores of Linux busy, quanta and hourglass
# run on a core that Linux has isolated (the last one), and then on a quiet core of an isle. The load is as nice as can
# be, so that isles start in time.
#   in_vm.sh SECONDS QUANTA
set -e
seconds=$1 quanta=$2
core=$(cat /sys/devices/system/cpu/isolated)
linux=/tmp/noise/linux isle=/tmp/noise/isle
export LD_LIBRARY_PATH=$linux

# From memory, not from the shared folder: every message to it waits for its turn on a busy machine.
mkdir -p "$linux" "$isle"
for program in quanta hourglass; do
	cp "/hermit/examples/native/target/linux/benchmarks/$program" "$linux/"
	cp "/hermit/usr/benchmarks/$program" "$isle/"
done
cp /hermit/libc-port/target/linux/libhermit.so* "$linux/"
cd /tmp

# The sum of all lines of /proc/interrupts for a core.
interrupts() {
	awk -v cpu="CPU$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == cpu) column = i + 1; next }
		$column ~ /^[0-9]+$/ { sum += $column } END { print sum }' /proc/interrupts
}

on_linux() {
	local before
	before=$(interrupts "$core")
	taskset -c "$core" "$linux/$1" "$2" "$3"
	echo "on core $core meanwhile: $(($(interrupts "$core") - before)) interrupts"
}

on_isle() {
	HERMIT_CPUS=1-2 HERMIT_SHARE='' "$isle/$1" "$2" "$3" --quiet-core 1
}

nice -n 19 stress-ng --cpu 0 --vm 2 --vm-bytes 64M --hdd 1 --hdd-bytes 16M --temp-path /tmp --timeout 3600 >/tmp/stress.log 2>&1 &
load=$!
sleep 1
kill -0 $load || { cat /tmp/stress.log >&2 && exit 1; }
for side in on_linux on_isle; do
	echo "== ${side#on_}: quanta"
	$side quanta --quanta "$quanta"
	echo "== ${side#on_}: hourglass"
	$side hourglass --seconds "$seconds"
done
kill $load
wait $load || true
