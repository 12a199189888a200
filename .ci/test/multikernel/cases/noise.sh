# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=dash
# @vm --append isolcpus=nohz,domain,managed_irq,9
# @limit * 300
# An isle beside a busy Linux: what a core of it takes meanwhile. benchmarks/multikernel-noise.sh shows the distributions.

# hourglass and quanta fail where the isle's core took an interrupt or switched threads.
test_quiet_core_takes_no_interrupt() {
	expect_status 0 sh /hermit/benchmarks/noise/in_vm.sh 1 500
	printf '%s\n' "$OUTPUT"
	expect 'both on the isle took none' 2 \
		"$(echo "$OUTPUT" | grep -c '^on core 1 meanwhile: 0 thread switches, 0 interrupts')"
	expect 'distributions of both systems' 4 "$(echo "$OUTPUT" | grep -Ec '^(largest gap|maximum)')"
}
