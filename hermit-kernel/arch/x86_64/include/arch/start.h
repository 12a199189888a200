/* SPDX-License-Identifier: BSD-3-Clause */
/* First registers of a program, and what the machine tells it. */
#ifndef ARCH_START_H
#define ARCH_START_H

#include <arch/regs.h>

void arch_program_start(struct regs *regs, uint64_t entry, uint64_t stack);
/** AT_HWCAP and AT_MINSIGSTKSZ. */
uint64_t arch_hwcap(void);
uint64_t arch_signal_stack_min(void);

#endif
