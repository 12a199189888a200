/* SPDX-License-Identifier: BSD-3-Clause */
/* Wait queues. Lock order: queue lock, then a run queue's lock (sched_wake). */
#include "sync/waitq.h"
#include <linux/errno.h>
#include "sched/sched.h"
#include "sched/signal.h"

void waitq_init(struct waitq *queue)
{
	spin_init(&queue->lock);
	list_init(&queue->waiters);
}

static bool waiter_wake_thread(struct waiter *waiter, uint32_t events)
{
	(void)events;
	return sched_wake(waiter->thread);
}

void waiter_init(struct waiter *waiter)
{
	list_init(&waiter->link);
	waiter->wake = waiter_wake_thread;
	waiter->thread = thread_current();
}

void waitq_add(struct waitq *queue, struct waiter *waiter)
{
	irqflags_t flags = spin_lock_irqsave(&queue->lock);

	list_append(&queue->waiters, &waiter->link);
	spin_unlock_irqrestore(&queue->lock, flags);
}

void waitq_remove(struct waitq *queue, struct waiter *waiter)
{
	irqflags_t flags = spin_lock_irqsave(&queue->lock);

	list_remove(&waiter->link);
	spin_unlock_irqrestore(&queue->lock, flags);
}

static void waitq_wake(struct waitq *queue, uint32_t events, bool all)
{
	struct waiter *waiter, *next;

	irqflags_t flags = spin_lock_irqsave(&queue->lock);
	list_for_each_safe (waiter, next, &queue->waiters, link) {
		if (waiter->wake(waiter, events) && !all)
			break;
	}
	spin_unlock_irqrestore(&queue->lock, flags);
}

void waitq_wake_all(struct waitq *queue, uint32_t events)
{
	waitq_wake(queue, events, true);
}

void waitq_wake_one(struct waitq *queue, uint32_t events)
{
	waitq_wake(queue, events, false);
}

void wait_begin(struct waitq *queue, struct waiter *waiter, bool interruptible)
{
	waitq_add(queue, waiter);
	sched_prepare_sleep(interruptible);
}

int wait_sleep(bool interruptible, uint64_t deadline)
{
	return sched_sleep(interruptible, deadline);
}

void wait_end(struct waitq *queue, struct waiter *waiter)
{
	sched_cancel_sleep();
	waitq_remove(queue, waiter);
}
