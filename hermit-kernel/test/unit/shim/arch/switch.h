/* SPDX-License-Identifier: BSD-3-Clause */
/* The test's own idea of a context switch. */
#ifndef ARCH_SWITCH_H
#define ARCH_SWITCH_H

struct thread;

void arch_switch(struct thread *from, struct thread *to);
void arch_idle_wait(void);

#endif
