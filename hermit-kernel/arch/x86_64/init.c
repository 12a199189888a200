/* SPDX-License-Identifier: BSD-3-Clause */
/* Steps of the boot (arch/boot.h). */
#include <arch/boot.h>
#include "arch/x86_64/apic.h"
#include "arch/x86_64/calibrate.h"
#include "arch/x86_64/core_init.h"
#include "arch/x86_64/platform.h"
#include "arch/x86_64/msr.h"
#include "isle/boot_info.h"
#include "lib/log.h"
#include "sched/core.h"
#include "time/clock.h"
#include "time/clock_params.h"

void arch_init_core(void)
{
	struct core *core = core_this();

	core_init_registers(core);
	core->node = platform.nodes[0];
}

void arch_init_interrupts(void)
{
	apic_init();
	core_this()->arch.apic_id = apic_id();
	acpi_setup_ioapics();
}

void arch_init_clock(void)
{
	const struct hermit_boot_block *block = boot_info.loader.block;

	calibrate_clocks(platform.tsc_hz, platform.apic_timer_hz);
	if (block)
		log_line("boot: first instruction %lu us after Linux began to start the isle",
			(unsigned long)((clock_params.base_tsc - block->start_tsc) * 1000000 / clock_tsc_hz()));
	/* a virtual machine's TSC begins with the machine: what it showed first is the firmware's and the loader's time
	 */
	else if (cpuid(1, 0).ecx >> 31)
		log_line("boot: first instruction %lu us after the start of the machine",
			(unsigned long)(clock_tsc_to_ns(clock_params.base_tsc) / NS_PER_USEC));
}

void arch_refine_clock(void)
{
	calibrate_refine();
}

void arch_start_cores(void)
{
	smp_start();
}
