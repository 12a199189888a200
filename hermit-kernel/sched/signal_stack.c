/* SPDX-License-Identifier: BSD-3-Clause */
#include "sched/signal_stack.h"

#include <asm/errno.h>
#include "sched/thread.h"

static struct thread_signals *own(void)
{
	return &thread_current()->signals;
}

bool signal_stack_contains(uint64_t rsp)
{
	struct thread_signals *signals = own();

	/* One that disarms itself is never in use while it is known; a stale rsp may still lie there. */
	if (signals->stack_flags & SIGNAL_STACK_AUTODISARM)
		return false;
	return rsp > signals->stack_base && rsp - signals->stack_base <= signals->stack_size;
}

bool signal_stack_usable(uint64_t rsp)
{
	return own()->stack_size && !signal_stack_contains(rsp);
}

void signal_stack_describe(stack_t *stack, uint64_t rsp)
{
	struct thread_signals *signals = own();
	unsigned state = signals->stack_size == 0     ? SIGNAL_STACK_DISABLE
			 : signal_stack_contains(rsp) ? SIGNAL_STACK_ONSTACK
						      : 0;

	stack->ss_sp = (void *)signals->stack_base;
	stack->ss_size = signals->stack_size;
	stack->ss_flags = (int)(state | signals->stack_flags);
}

static void set(uint64_t base, uint64_t size, uint32_t flags)
{
	struct thread_signals *signals = own();

	signals->stack_base = base;
	signals->stack_size = size;
	signals->stack_flags = flags;
}

int signal_stack_set(const stack_t *stack, uint64_t rsp)
{
	unsigned flags = (unsigned)stack->ss_flags & SIGNAL_STACK_AUTODISARM;
	unsigned mode = (unsigned)stack->ss_flags & ~SIGNAL_STACK_AUTODISARM;

	if (signal_stack_contains(rsp))
		return -EPERM;
	if (mode != SIGNAL_STACK_DISABLE && mode != SIGNAL_STACK_ONSTACK && mode != 0)
		return -EINVAL;
	if (mode == SIGNAL_STACK_DISABLE) {
		set(0, 0, flags);
		return 0;
	}
	if (stack->ss_size < MINSIGSTKSZ)
		return -ENOMEM;
	set((uint64_t)stack->ss_sp, stack->ss_size, flags);
	return 0;
}

void signal_stack_disarm(void)
{
	if (own()->stack_flags & SIGNAL_STACK_AUTODISARM)
		set(0, 0, 0);
}
