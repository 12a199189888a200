/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Wait queue: threads (and epoll's hooks) that wait for an object to change.
 *
 * A waiter registers, checks its condition, and only then sleeps, so no wake-up between check and sleep is lost.
 * The macros below do that; a condition that came true is not evaluated again, so it may take what it waited for.
 * `deadline` is CLOCK_MONOTONIC nanoseconds; WAIT_FOREVER for none.
 */
#ifndef SYNC_WAITQ_H
#define SYNC_WAITQ_H

#include "lib/list.h"
#include "sync/spinlock.h"

struct thread;

#define WAIT_FOREVER UINT64_MAX

/* Internal results of a system call that a signal interrupted; the way out to the program turns them into a restart or
 * -EINTR (signal.c). They never reach the program. Values are Linux' own, from its include/linux/errno.h. */
#define ERESTARTSYS    512 /* restart if the handler has SA_RESTART, or if no handler runs */
#define ERESTARTNOHAND 514 /* restart only if no handler runs */

struct waitq {
	struct spinlock lock; /* taken with interrupts off: interrupt handlers wake */
	struct list waiters;
};

/** `wake` runs under the queue's lock, interrupts off; it returns true if it used up an exclusive wake-up. */
struct waiter {
	struct list link;
	bool (*wake)(struct waiter *waiter, uint32_t events);
	struct thread *thread;
};

#define WAITQ_INIT(name)                                                                                               \
	{                                                                                                              \
		SPINLOCK_INIT, LIST_INIT((name).waiters)                                                               \
	}

void waitq_init(struct waitq *queue);
/** A waiter that wakes the calling thread. */
void waiter_init(struct waiter *waiter);
void waitq_add(struct waitq *queue, struct waiter *waiter);
void waitq_remove(struct waitq *queue, struct waiter *waiter);
/** Wake all waiters / at most one. `events` are poll bits (EPOLLIN …) for hooks; 0 where they do not matter. */
void waitq_wake_all(struct waitq *queue, uint32_t events);
void waitq_wake_one(struct waitq *queue, uint32_t events);

/*
 * The steps of one sleep: wait_begin (the thread is marked as about to sleep), check the condition, wait_sleep (returns
 * at once if woken meanwhile), wait_end. wait_sleep returns 0 (woken, maybe for nothing), -ETIMEDOUT, or -ERESTARTSYS
 * when `interruptible` and a signal waits to be delivered.
 */
void wait_begin(struct waitq *queue, struct waiter *waiter, bool interruptible);
int wait_sleep(bool interruptible, uint64_t deadline);
void wait_end(struct waitq *queue, struct waiter *waiter);

#define wait_event_full(queue, condition, interruptible, deadline)                                                     \
	({                                                                                                             \
		int wait_result_ = 0;                                                                                  \
		struct waiter waiter_;                                                                                 \
		waiter_init(&waiter_);                                                                                 \
		bool wait_done_ = (condition);                                                                         \
		while (!wait_done_ && !wait_result_) {                                                                 \
			wait_begin((queue), &waiter_, (interruptible));                                                \
			wait_done_ = (condition);                                                                      \
			if (!wait_done_)                                                                               \
				wait_result_ = wait_sleep((interruptible), (deadline));                                \
			wait_end((queue), &waiter_);                                                                   \
			if (!wait_done_)                                                                               \
				wait_done_ = (condition);                                                              \
		}                                                                                                      \
		wait_done_ ? 0 : wait_result_;                                                                         \
	})

/** Sleep until the condition holds; signals do not interrupt. For waits that the kernel itself bounds. */
#define wait_event(queue, condition) ((void)wait_event_full(queue, condition, false, WAIT_FOREVER))
/** 0, or -ERESTARTSYS. */
#define wait_event_interruptible(queue, condition) wait_event_full(queue, condition, true, WAIT_FOREVER)
/** 0, -ERESTARTSYS or -ETIMEDOUT. */
#define wait_event_until(queue, condition, deadline) wait_event_full(queue, condition, true, deadline)

#endif
