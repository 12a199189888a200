/* SPDX-License-Identifier: BSD-3-Clause */
/* The test says which core runs. */
#ifndef ARCH_CORE_H
#define ARCH_CORE_H

#include "lib/types.h"

struct core;
struct thread;

struct arch_core {
	struct thread *current;
};

struct core *test_core_this(void);
static inline struct core *arch_core_this(void)
{
	return test_core_this();
}

#endif
