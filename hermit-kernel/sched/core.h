/* SPDX-License-Identifier: BSD-3-Clause */
/* Core: per-core data, reached through GS. */
#ifndef SCHED_CORE_H
#define SCHED_CORE_H

#include <arch/core.h>
#include "lib/list.h"
#include "sched/cpuset.h"
#include "sync/spinlock.h"
#include "time/timer.h"

struct thread;

struct core {
	struct arch_core arch; /* first: assembly knows its offsets */

	unsigned id;   /* 0 … cores_online() - 1 */
	unsigned node; /* NUMA node */

	/* run queue, under `lock` (interrupts off) */
	struct spinlock lock;
	struct thread *current; /* == arch.current */
	struct thread *idle;
	struct thread *previous; /* handed over by the last switch */
	struct list ready;
	_Atomic uint32_t ready_count;
	_Atomic bool need_resched;
	_Atomic bool is_idle; /* halted or about to */
	struct timer slice_timer;
	_Atomic(struct thread *) holder; /* the only thread of the program that may run here (sched/hold.h) */

	struct spinlock timer_lock;
	struct timer *timers; /* root of the pairing heap */
	uint64_t timer_armed; /* deadline in the hardware, UINT64_MAX for none */

	_Atomic uint64_t tlb_seen; /* generation of the address space that this core's TLB is up to date with */
	_Atomic bool tlb_lazy;     /* idle: flushes on leaving idle instead of by an interrupt */

	volatile uint64_t *beat; /* heart-beat that Linux watches (hermit/isle_shared.h); NULL: nobody does */

	/* counters; written by this core only */
	_Atomic uint64_t switches, interrupts, timer_interrupts, device_interrupts, reschedules, tlb_interrupts, calls;
	_Atomic uint64_t page_faults, tlb_shootdowns;
};

unsigned cores_online(void);
/** NULL where `id` is out of range. */
struct core *core_get(unsigned id);
static inline struct core *core_this(void)
{
	return arch_core_this();
}
/** May the thread use this core, as far as others' reservations go? NULL: a thread that holds none. */
static inline bool core_is_open_to(const struct core *core, const struct thread *thread)
{
	struct thread *holder = atomic_load(&core->holder);
	return !holder || holder == thread;
}
/** A sign of life of this core. */
static inline void core_beat(struct core *core)
{
	if (core->beat)
		*core->beat = *core->beat + 1;
}
/** How long the core was idle since the start: its idle thread's CPU time. */
uint64_t core_idle_ns(const struct core *core);
#define core_for_each(id) for (unsigned id = 0; id < cores_online(); id++)

/** Run `function(arg)` on each other online core of `set` (NULL: all) in interrupt context and wait until all did.
 * Interrupts must be on, no spin lock held. */
void core_call(const struct cpuset *set, void (*function)(void *), void *arg);

/** In the interrupt of arch_ipi_call. */
void core_call_handler(void);
/** The boot core, then one for each other: numbers follow the order of the calls. */
void core_init_boot(struct core *core);
int core_add(struct core *core);

#endif
