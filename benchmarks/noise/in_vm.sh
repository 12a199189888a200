#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# Inside the VM of ./hermit qemu, for multikernel-noise.sh: while stress-ng keeps all cores of Linux busy, quanta and hourglass
# run on a core that Linux has isolated (the last one), and then on a quiet core of an isle. The load pauses while an isle
# starts and ends: what is compared is the computing, and to take memory and cores from an emulated machine that is busy
# takes minutes.
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

# wait_until COMMAND… — for a minute.
wait_until() {
	local tries=600
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "waited in vain for: $*" >&2 && exit 1; }
		sleep 0.1
	done
}

# on_cue COMMAND… — starts it without load, and lets it measure under load. INTERRUPTS: those of the isolated core meanwhile.
on_cue() {
	local program status=0 before
	kill -STOP -$load
	rm -f cue && mkfifo cue
	"$@" --cue 1 <cue >output 2>errors &
	program=$!
	exec 3>cue
	wait_until grep -q ready output
	kill -CONT -$load
	sleep 1
	before=$(interrupts "$core")
	echo >&3
	wait_until measured $program
	INTERRUPTS=$(($(interrupts "$core") - before))
	kill -STOP -$load
	exec 3>&-
	wait $program || status=$?
	kill -CONT -$load
	grep -v ready output
	cat errors >&2
	return $status
}

# measured PROGRAM — it has ended, or printed the last line of its results.
measured() {
	! kill -0 "$1" 2>/dev/null || tail -n 1 output | grep -Eq '^(maximum|gaps of at least) '
}

on_linux() {
	on_cue taskset -c "$core" "$linux/$1" "$2" "$3"
	echo "on core $core meanwhile: $INTERRUPTS interrupts"
}

on_isle() {
	HERMIT_CPUS=1-2 HERMIT_SHARE='' on_cue "$isle/$1" "$2" "$3" --quiet-core 1
}

setsid stress-ng --cpu 0 --vm 2 --vm-bytes 64M --hdd 1 --hdd-bytes 16M --temp-path /tmp --timeout 3600 >/tmp/stress.log 2>&1 &
load=$!
sleep 1
kill -0 -$load || { cat /tmp/stress.log >&2 && exit 1; }
for side in on_linux on_isle; do
	echo "== ${side#on_}: quanta"
	$side quanta --quanta "$quanta"
	echo "== ${side#on_}: hourglass"
	$side hourglass --seconds "$seconds"
done
kill $load
wait $load || true
