/* SPDX-License-Identifier: BSD-3-Clause */
/* Registers of a core. */
#include "arch/x86_64/core_init.h"
#include <arch/paging.h>
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/msr.h"
#include "arch/x86_64/tables.h"
#include "sched/core.h"
#include "sched/thread.h"

#define SFMASK_CLEARED 0x54700 /* AC, RF, NT, DF, IF, TF */

void syscall_entry(void);
static struct core boot_core;
static struct thread boot_thread; /* until the scheduler runs */

static void gs_load(struct core *core)
{
	core->arch.self = core;
	msr_write(MSR_GS_BASE, (uint64_t)core);
}

void core_init_boot_early(void)
{
	tables_init_idt();
	boot_core.arch.tables = tables_boot();
	tables_load(boot_core.arch.tables);
	gs_load(&boot_core);
	boot_core.arch.current = &boot_thread;
	boot_core.current = &boot_thread;
	core_init_boot(&boot_core);
}

static void syscall_init(void)
{
	msr_write(MSR_STAR, 0x08ULL << 32);
	msr_write(MSR_LSTAR, (uint64_t)syscall_entry);
	msr_write(MSR_SFMASK, SFMASK_CLEARED);
}

void core_init_registers(struct core *core)
{
	tables_load(core->arch.tables);
	gs_load(core);
	if (core->idle) {
		core->arch.current = core->idle;
		core->arch.kernel_stack_top = core->idle->arch.kernel_stack_top;
	}
	syscall_init();
	fpu_init_core();
	__asm__ volatile("movq %0, %%cr3" : : "r"(kernel_image_phys(kernel_pml4)) : "memory");
}
