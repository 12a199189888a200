/* SPDX-License-Identifier: BSD-3-Clause */
/* Machine part of a thread. */
#ifndef ARCH_THREAD_H
#define ARCH_THREAD_H

#include "lib/types.h"

struct thread;
struct core;

struct arch_thread {
	uint64_t kernel_stack_top; /* 16-byte aligned */
	uint64_t kernel_rsp;       /* while switched out */
	uint64_t fs_base;
	void *fpu;             /* XSAVE area, 64-byte aligned; NULL for kernel threads */
	struct core *fpu_core; /* core whose registers hold this thread's state, if its fpu_owner agrees */
	uint64_t kernel_stack; /* lowest address of the stack */
};

static inline struct thread *arch_thread_current(void)
{
	struct thread *thread;
	__asm__ volatile("movq %%gs:8, %0" : "=r"(thread)); /* struct arch_core.current */
	return thread;
}

/** Thread pointer (FS base) of the calling thread. */
void arch_set_fs_base(uint64_t base);

#endif
