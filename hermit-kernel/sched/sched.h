/* SPDX-License-Identifier: BSD-3-Clause */
/* Scheduler: per-core run queues, round robin with time slices, wake-up placement, balance when a core runs out of
 * work. */
#ifndef SCHED_SCHED_H
#define SCHED_SCHED_H

#include "sched/core.h"
#include "sched/thread.h"

/** Let others run that are ready on this core (sched_yield(2)). */
void sched_yield(void);
/** In long loops of the kernel: gives the core away if the slice is used up. Not under a spin lock. */
void sched_yield_point(void);
/** Make a sleeping thread runnable. True if it slept. From any context. */
bool sched_wake(struct thread *thread);
/** As sched_wake, but only if it sleeps interruptibly: for signals. Also kicks the core that runs the thread's program.
 */
void sched_wake_for_signal(struct thread *thread);
/** Sleep until `deadline`, or a signal when interruptible: 0 when the time is over, -ERESTARTSYS. */
int sched_sleep_until(uint64_t deadline, bool interruptible);
/** Returns 0 or -EINVAL (no core of the set is online); moves the thread if it must. The set has a core that is open to
 * the thread (core_is_open_to). */
int sched_set_affinity(struct thread *thread, const struct cpuset *set);
/** A core has got a holder: everybody else leaves, as soon as they can be interrupted. */
void sched_vacate(struct core *core);

/*
 * The parts of a sleep, for sync/waitq.c: mark the thread as about to sleep; sleep unless it was woken since (0,
 * -ETIMEDOUT, or -ERESTARTSYS); or stay awake after all.
 */
void sched_prepare_sleep(bool interruptible);
int sched_sleep(bool interruptible, uint64_t deadline);
void sched_cancel_sleep(void);

/* For the entry code and thread.c. */
void sched_preempt(void);                /* the slice is over or somebody more urgent is ready */
void sched_ipi_handler(void);            /* in the interrupt of arch_ipi_reschedule */
void sched_switched(void);               /* first thing on the new side of a switch */
void sched_start(struct thread *thread); /* a new thread becomes runnable */
_Noreturn void sched_exit(void);         /* the calling thread is dead */
_Noreturn void sched_idle(void);         /* the body of an idle thread */
/** Threads that run or are ready to, over all cores. */
unsigned sched_load(void);

#endif
