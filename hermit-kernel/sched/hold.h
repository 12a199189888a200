/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cores that threads hold (hermit/core.h). A thread that holds a core has an affinity of that core alone; the one that
 * it had before is kept and comes back on release. A reserved core is left to its holder by the scheduler
 * (core.holder).
 */
#ifndef SCHED_HOLD_H
#define SCHED_HOLD_H

#include "sched/core.h"
#include "sched/thread.h"

enum hold_kind {
	HOLD_NONE,
	HOLD_PINNED,
	HOLD_RESERVED, /* no other thread runs there */
	HOLD_QUIET,    /* neither timers nor devices interrupt it */
};

/** Move the calling thread to a core and hold it. 0, -EBUSY (hermit/core.h says when). May sleep. */
int hold_core(struct core *core, enum hold_kind kind);
/** The calling thread gives its core back. 0; -EPERM: it holds none. May sleep. */
int hold_release(void);
/**
 * A thread that ends gives its core back, and insists on none any more. To be called before anybody is told of its end,
 * so that who has waited for it can have the core. May sleep.
 */
void hold_thread_exit(struct thread *thread);

/**
 * As sched_set_affinity, for sched_setaffinity(2): a thread that holds a core gets the new affinity on release. -EINVAL
 * where the set has no core that the thread may use. May sleep.
 */
int hold_set_affinity(struct thread *thread, const struct cpuset *set);

/** What a new thread inherits from the calling one: the affinity without the hold. */
void hold_inherit_affinity(struct cpuset *set);

#endif
