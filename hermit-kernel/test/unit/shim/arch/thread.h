/* SPDX-License-Identifier: BSD-3-Clause */
/* The test says which thread runs. */
#ifndef ARCH_THREAD_H
#define ARCH_THREAD_H

#include "lib/types.h"

struct thread;

struct arch_thread {
	uint64_t kernel_stack_top;
	uint64_t fs_base;
	void *fpu;
};

struct thread *test_thread_current(void);
static inline struct thread *arch_thread_current(void)
{
	return test_thread_current();
}

#endif
