/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls: one table (syscall/table.h), handlers by family in syscall/<family>.c, all of the shape
 *     long sys_name(const uint64_t *args)
 * with the six arguments that Linux has in args[0..5]. Negative errno on failure. What is not in the table answers
 * -ENOSYS. Handlers run on the thread's kernel stack with interrupts on. Registers of the program:
 * thread_regs(thread_current()).
 */
#ifndef SYSCALL_SYSCALL_H
#define SYSCALL_SYSCALL_H

#include "lib/types.h"

struct regs;

/** Called by the entry code, interrupts on; returns with them off, ready for the program. */
void syscall_dispatch(struct regs *regs);

#define SYSCALL(name) long sys_##name(const uint64_t *args);
#include "syscall/table.h"
#undef SYSCALL

#endif
