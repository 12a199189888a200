/* SPDX-License-Identifier: BSD-3-Clause */
/* Context switch and idling. */
#ifndef ARCH_SWITCH_H
#define ARCH_SWITCH_H

#include "lib/types.h"

struct core;
struct thread;

/** Switch from `from`, the calling thread, to `to`: stack, vector state, thread pointer. Interrupts off. */
void arch_switch(struct thread *from, struct thread *to);
/** Prepare the stack of a new thread. A program's thread starts from thread_regs(thread). */
void arch_thread_init(struct thread *thread, bool user);
/** With interrupts off: wait for one, and return with them on. One that is pending already ends the wait. */
void arch_idle_wait(void);

#endif
