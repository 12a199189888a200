/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests have no interrupts: the functions only keep the pairs of calls honest. */
#ifndef ARCH_IRQ_H
#define ARCH_IRQ_H

#include "lib/types.h"

#define RFLAGS_IF (1ULL << 9)

typedef uint64_t irqflags_t;

static inline irqflags_t irq_save(void)
{
	return RFLAGS_IF;
}

static inline void irq_restore(irqflags_t flags)
{
	(void)flags;
}

static inline void irq_enable(void)
{
}

static inline void irq_disable(void)
{
}

static inline bool irq_enabled(void)
{
	return true;
}

#endif
