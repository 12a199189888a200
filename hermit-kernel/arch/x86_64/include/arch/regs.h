/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registers of an interrupted context, as the entry stubs (trap.asm, syscall.asm) push them on the kernel stack.
 * The frame of a thread's program lies at the very top of its kernel stack.
 */
#ifndef ARCH_REGS_H
#define ARCH_REGS_H

#include "lib/types.h"

struct regs {
	uint64_t r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
	uint64_t orig_rax; /* number of the system call, or REGS_NO_SYSCALL */
	uint64_t vector;   /* exception or interrupt vector; REGS_VECTOR_SYSCALL */
	uint64_t error;    /* hardware error code, or 0 */
	uint64_t rip, cs, rflags, rsp, ss;
};
#define REGS_NO_SYSCALL     (~0ULL)
#define REGS_VECTOR_SYSCALL 0x100

_Static_assert(sizeof(struct regs) == 23 * 8, "the entry stubs push this frame");

/**
 * Is the interrupted context the program's? Told by its stack: kernel code runs on kernel stacks, and a program that
 * jumped into the upper half, or calls a kernel function through libhermit, is still the program.
 */
static inline bool regs_from_program(const struct regs *regs)
{
	return (int64_t)regs->rsp >= 0;
}

#endif
