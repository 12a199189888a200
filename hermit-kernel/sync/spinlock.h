/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Spin lock: test-and-test-and-set, because the cores of a VM isle may be scheduled out while they wait, and a queue
 * of such waiters would stall behind the one that does not run.
 *
 * Kernel code is not preempted, so the plain form is enough for what only threads take. What an interrupt handler takes
 * too needs the _irqsave form everywhere. Never sleep, never touch program memory with a spin lock held.
 */
#ifndef SYNC_SPINLOCK_H
#define SYNC_SPINLOCK_H

#include <arch/cpu.h>
#include <arch/irq.h>
#include "lib/types.h"

struct spinlock {
	_Atomic uint32_t held;
};

#define SPINLOCK_INIT                                                                                                  \
	{                                                                                                              \
		0                                                                                                      \
	}

static inline void spin_init(struct spinlock *lock)
{
	atomic_init(&lock->held, 0);
}

static inline bool spin_trylock(struct spinlock *lock)
{
	return !atomic_exchange_explicit(&lock->held, 1, memory_order_acquire);
}

static inline void spin_lock(struct spinlock *lock)
{
	while (unlikely(!spin_trylock(lock)))
		while (atomic_load_explicit(&lock->held, memory_order_relaxed))
			cpu_relax();
}

static inline void spin_unlock(struct spinlock *lock)
{
	atomic_store_explicit(&lock->held, 0, memory_order_release);
}

static inline irqflags_t spin_lock_irqsave(struct spinlock *lock)
{
	irqflags_t flags = irq_save();
	spin_lock(lock);
	return flags;
}

static inline void spin_unlock_irqrestore(struct spinlock *lock, irqflags_t flags)
{
	spin_unlock(lock);
	irq_restore(flags);
}

/** For functions that end in _locked. */
static inline bool spin_held(struct spinlock *lock)
{
	return atomic_load_explicit(&lock->held, memory_order_relaxed);
}

#endif
