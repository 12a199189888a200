/* SPDX-License-Identifier: BSD-3-Clause */
/* The core's hardware timer: TSC deadline where the CPU has it, else the APIC timer's count (Intel SDM volume 3,
 * section 10.5.4). */
#include "arch/x86_64/timer.h"
#include <arch/timer.h>
#include "arch/x86_64/apic.h"
#include <arch/cpu.h>
#include "arch/x86_64/calibrate.h"
#include "lib/muldiv.h"
#include "sync/waitq.h"
#include "time/clock.h"
#include "time/timer.h"

void arch_timer_arm(uint64_t deadline)
{
	if (deadline == WAIT_FOREVER) {
		apic_timer_stop();
		return;
	}
	uint64_t now = clock_monotonic_ns();
	uint64_t delta = deadline > now ? min(deadline - now, 3600 * NS_PER_SEC) : 0;
	if (apic_timer_has_deadline()) {
		apic_timer_deadline(cpu_read_tsc() + muldiv(delta, clock_tsc_hz(), NS_PER_SEC));
		return;
	}
	uint64_t ticks = muldiv(delta, apic_timer_hz(), NS_PER_SEC);
	apic_timer_start((uint32_t)min(ticks, (uint64_t)UINT32_MAX));
}

void timer_interrupt(void)
{
	timer_run_due();
}
