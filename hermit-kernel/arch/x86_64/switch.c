/* SPDX-License-Identifier: BSD-3-Clause */
/* Context switch: what is not in switch.asm. */
#include <arch/switch.h>
#include <arch/paging.h>
#include "arch/x86_64/fpu.h"
#include "arch/x86_64/msr.h"
#include "sched/core.h"
#include "sched/thread.h"

void arch_switch_stack(uint64_t *save_rsp, uint64_t load_rsp);
extern const char thread_start_user[], thread_start_kernel[];

static bool have_fsgsbase(void)
{
	static int known = -1;

	if (known < 0)
		known = cpuid(7, 0).ebx & 1;
	return known;
}

static void fs_base_load(uint64_t base)
{
	if (have_fsgsbase())
		__asm__ volatile("wrfsbase %0" : : "r"(base));
	else
		msr_write(MSR_FS_BASE, base);
}

void arch_set_fs_base(uint64_t base)
{
	thread_current()->arch.fs_base = base;
	fs_base_load(base);
}

void arch_switch(struct thread *from, struct thread *to)
{
	struct core *core = core_this();

	if (from == core->idle)
		tlb_leave_lazy();
	else if (to == core->idle)
		tlb_enter_lazy();
	fpu_switch(from, to);
	if (to->user && to->arch.fs_base != from->arch.fs_base)
		fs_base_load(to->arch.fs_base);
	else if (!to->user)
		to->arch.fs_base = from->arch.fs_base; /* what the register holds */
	core->arch.current = to;
	core->arch.kernel_stack_top = to->arch.kernel_stack_top;
	arch_switch_stack(&from->arch.kernel_rsp, to->arch.kernel_rsp);
}

void arch_thread_init(struct thread *thread, bool user)
{
	uint64_t *stack = (uint64_t *)(user ? (uint64_t)thread_regs(thread) : thread->arch.kernel_stack_top);

	*--stack = (uint64_t)(user ? thread_start_user : thread_start_kernel);
	for (unsigned i = 0; i < 6; i++)
		*--stack = 0;
	thread->arch.kernel_rsp = (uint64_t)stack;
}

void arch_idle_wait(void)
{
	__asm__ volatile("sti; hlt" ::: "memory");
}
