/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thread: what the scheduler runs. Threads of the program share the one process (sched/process.h); kernel threads have
 * no program context.
 */
#ifndef SCHED_THREAD_H
#define SCHED_THREAD_H

#include <arch/regs.h>
#include <arch/thread.h>
#include "lib/list.h"
#include "mm/policy.h"
#include "sched/cpuset.h"
#include "sched/signal.h"
#include "sync/spinlock.h"
#include "sync/waitq.h"
#include "time/timer.h"

enum thread_state {
	THREAD_RUNNABLE,        /* runs or waits in a run queue */
	THREAD_BLOCKED,         /* sleeps; a signal wakes it */
	THREAD_UNINTERRUPTIBLE, /* sleeps; only a wake-up ends it */
	THREAD_DEAD,
};

struct core;

struct thread {
	struct arch_thread arch; /* first: assembly knows its offsets */

	int32_t tid;
	char name[16]; /* PR_SET_NAME */
	_Atomic uint32_t refs;

	/* under the lock of the run queue of `core` */
	_Atomic uint32_t state; /* enum thread_state */
	struct core *core;      /* whose run queue it is in, or where it ran last */
	struct list run_link;
	bool queued;
	struct cpuset affinity;
	uint8_t hold;                   /* enum hold_kind (sched/hold.h); changed under its lock */
	struct core *held_core;         /* with `hold` */
	struct cpuset affinity_before;  /* with `hold`: what comes back on release */
	int32_t policy, priority, nice; /* as sched_setscheduler(2) told, reported back */
	uint64_t slice_start_ns;
	uint64_t queued_at_ns;

	/* CPU time: written by the core that runs the thread */
	_Atomic uint64_t cpu_ns;       /* up to the last switch */
	_Atomic uint64_t cpu_since_ns; /* when it was switched in; 0 while off the core */
	_Atomic uint64_t switches_voluntary, switches_involuntary;
	_Atomic uint64_t faults_minor, faults_major;

	struct timer sleep_timer;
	_Atomic bool sleep_expired;

	struct thread_signals signals; /* masks, pending, alternate stack (sched/signal.h) */

	/* pthread support */
	uint64_t clear_child_tid; /* program address, set to 0 and futex-woken at exit */
	uint64_t robust_list;     /* program address of struct robust_list_head */
	uint64_t robust_list_size;

	struct memory_policy memory_policy; /* of what it touches first (mm/policy.h) */

	bool user;                /* has a program context */
	void (*entry)(void *arg); /* kernel threads */
	void *entry_arg;
	struct list process_link; /* in process.threads */
	struct list hash_link;    /* by tid */
};

/** The thread that runs on this core. */
static inline struct thread *thread_current(void)
{
	return arch_thread_current();
}

/** Registers of the thread's program at its last entry into the kernel. */
static inline struct regs *thread_regs(struct thread *thread)
{
	return (struct regs *)thread->arch.kernel_stack_top - 1;
}

/** A new kernel thread, started. `affinity` NULL: any core. Returns it or an error pointer. */
struct thread *thread_create_kernel(const char *name, void (*entry)(void *), void *arg, const struct cpuset *affinity);

/** A reference; NULL where no thread has that id. */
struct thread *thread_find(int32_t tid);
static inline void thread_get(struct thread *thread)
{
	atomic_fetch_add_explicit(&thread->refs, 1, memory_order_relaxed);
}
void thread_put(struct thread *thread);

/** CPU time of a thread up to now, on whatever core it runs. */
uint64_t thread_cpu_ns(struct thread *thread);

/** End the calling thread; the last one ends the isle with `status`. */
_Noreturn void thread_exit(int status);

/*
 * Making a thread of the program (sched/clone.c, init/exec.c): alloc gives one with kernel stack and vector state, not
 * yet known to anybody; fill thread_regs() and the rest; then start or free it.
 */
struct thread *thread_alloc_user(void); /* or an error pointer */
void thread_free_unstarted(struct thread *thread);
void thread_start(struct thread *thread);
/** sched/robust.c: robust futexes and CLONE_CHILD_CLEARTID of a thread that ends; may touch program memory. */
void thread_exit_user_cleanup(struct thread *thread);
/** A core's idle thread; it adopts the stack that the core runs on. */
struct thread *thread_alloc_idle(struct core *core);

#endif
