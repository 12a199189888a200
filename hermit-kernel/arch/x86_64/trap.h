/* SPDX-License-Identifier: BSD-3-Clause */
/* Traps: C side of trap.asm and syscall.asm. */
#ifndef X86_TRAP_H
#define X86_TRAP_H

#include <arch/regs.h>

void trap_handle(struct regs *regs);
_Noreturn void trap_fatal(struct regs *regs);
/** Dump registers and back trace into the log. */
void regs_log(const struct regs *regs);
void backtrace_log(uint64_t rip, uint64_t rbp);

#endif
