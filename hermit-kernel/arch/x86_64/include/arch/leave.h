/* SPDX-License-Identifier: BSD-3-Clause */
/* The way back to the program. */
#ifndef ARCH_LEAVE_H
#define ARCH_LEAVE_H

struct regs;

/** Before the program goes on: other threads' turn, signals. Returns with interrupts off. */
void arch_program_leave(struct regs *regs);

#endif
