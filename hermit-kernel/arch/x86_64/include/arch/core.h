/* SPDX-License-Identifier: BSD-3-Clause */
/* Machine part of a core. */
#ifndef ARCH_CORE_H
#define ARCH_CORE_H

#include "lib/types.h"

struct core;
struct thread;
struct arch_tables; /* GDT, TSS, IST stacks */

struct arch_core {
	struct core *self;         /* gs:0 */
	struct thread *current;    /* gs:8 */
	uint64_t kernel_stack_top; /* gs:16, of `current` */
	uint64_t program_rsp;      /* gs:24, scratch of the syscall entry */
	struct thread *fpu_owner;  /* whose state the FPU registers hold */
	uint32_t apic_id;
	uint32_t started; /* an application processor sets it */
	struct arch_tables *tables;
};

static inline struct core *arch_core_this(void)
{
	struct core *core;
	__asm__ volatile("movq %%gs:0, %0" : "=r"(core));
	return core;
}

#endif
