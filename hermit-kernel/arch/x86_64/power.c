/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the isle. */
#include "arch/x86_64/power.h"
#include <arch/cpu.h>
#include <arch/irq.h>
#include "arch/x86_64/apic.h"
#include "arch/x86_64/msr.h"
#include "isle/boot_info.h"
#include "isle/shared.h"
#include "lib/types.h"
#include "sched/core.h"
#include "time/clock.h"

#define STOP_LIMIT_NS (NS_PER_SEC / 10) /* for the other cores: an NMI is refused by none but a broken one */

static _Atomic unsigned stopped;
static _Atomic bool ending;

_Noreturn void power_halt_core(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

_Noreturn void power_stopped(void)
{
	atomic_fetch_add(&stopped, 1);
	power_halt_core();
}

bool power_is_ending(void)
{
	return atomic_load(&ending);
}

void power_stop_others(void)
{
	atomic_store(&ending, true);
	apic_send_nmi_others();
}

/* The clock may not run yet, but then there are no others. */
static void wait_for_others(void)
{
	uint64_t limit = clock_monotonic_ns() + STOP_LIMIT_NS;

	while (atomic_load(&stopped) + 1 < cores_online() && clock_monotonic_ns() < limit)
		cpu_relax();
}

static _Noreturn void reset_machine(void)
{
	struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) no_idt = {0, 0};

	/* keyboard controller's reset line where there is one; then a triple fault, which always works */
	port_write8(0x64, 0xfe);
	__asm__ volatile("lidt %0; int3" : : "m"(no_idt));
	power_halt_core();
}

_Noreturn void power_end_failed(const char *reason)
{
	if (!boot_info.loader.block)
		reset_machine();
	wait_for_others();
	shared_crashed(reason);
	power_halt_core();
}

_Noreturn void power_end(const struct hermit_exit *how)
{
	irq_disable();
	power_stop_others();
	wait_for_others();
	shared_ended(how);
	power_halt_core();
}
