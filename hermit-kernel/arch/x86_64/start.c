/* SPDX-License-Identifier: BSD-3-Clause */
/* First registers of a program: System V ABI, x86-64 supplement, section 3.4.1. */
#include <arch/start.h>
#include "arch/x86_64/msr.h"
#include "lib/string.h"

void arch_program_start(struct regs *regs, uint64_t entry, uint64_t stack)
{
	memset(regs, 0, sizeof(*regs));
	regs->orig_rax = REGS_NO_SYSCALL;
	regs->rip = entry;
	regs->cs = 0x08;
	regs->rflags = 0x202;
	regs->rsp = stack;
	regs->ss = 0x10;
}

uint64_t arch_hwcap(void)
{
	return cpuid(1, 0).edx;
}
