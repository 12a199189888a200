/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/stack.h"

#include <linux/errno.h>
#include "lwip/init.h"
#include "lwip/netif.h"
#include "net/interface.h"
#include "sched/sched.h"
#include "sync/mutex.h"

static struct mutex lock = MUTEX_INIT(lock);
static struct waitq thread_wakes = WAITQ_INIT(thread_wakes);
static struct net_work *works;
static struct net_work **works_end = &works;
static _Atomic bool any_pending;

void net_assert_locked(void);
void net_assert_locked(void)
{
	assert(mutex_held(&lock));
}

void net_lock(void)
{
	mutex_lock(&lock);
}

void net_unlock(void)
{
	netif_poll_all();
	mutex_unlock(&lock);
}

void net_work_init(struct net_work *work, void (*run)(struct net_work *work))
{
	work->run = run;
	work->next = NULL;
	*works_end = work;
	works_end = &work->next;
}

void net_work_wake(struct net_work *work)
{
	if (atomic_exchange(&work->pending, true))
		return;
	any_pending = true;
	waitq_wake_one(&thread_wakes, 0);
}

/* A round for each waking, with other threads' turn between rounds, so that a flood of packets leaves them some time.
 */
static _Noreturn void net_thread(void *unused)
{
	for (;;) {
		wait_event(&thread_wakes, atomic_exchange(&any_pending, false));
		net_lock();
		net_acknowledge_later();
		for (struct net_work *work = works; work; work = work->next)
			if (atomic_exchange(&work->pending, false))
				work->run(work);
		net_acknowledge_now();
		net_unlock();
		sched_yield_point();
	}
}

int net_init(void)
{
	net_lock();
	lwip_init();
	net_timers_init();
	int error = interface_init();
	if (!error)
		error = net_icmp_init();
	net_unlock();
	if (error)
		return error;
	struct thread *thread = thread_create_kernel("net", net_thread, NULL, NULL);
	return is_error(thread) ? (int)ptr_error(thread) : 0;
}
