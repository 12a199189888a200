/* SPDX-License-Identifier: BSD-3-Clause */
#include "time/posix_timer.h"

#include <asm/errno.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "sched/thread.h"
#include "sync/mutex.h"
#include "time/signal_timer.h"

struct posix_timer {
	struct list link;
	int id;
	struct signal_timer timer;
};

static struct mutex timers_lock = MUTEX_INIT(timers_lock); /* the list; held over each call */
static struct list timers = LIST_INIT(timers);             /* by id, ascending */

static struct posix_timer *find_locked(int id)
{
	struct posix_timer *timer;

	list_for_each (timer, &timers, link)
		if (timer->id == id)
			return timer;
	return NULL;
}

/** The lowest free id. */
static void insert_locked(struct posix_timer *new)
{
	struct posix_timer *timer;
	struct list *before = &timers;

	new->id = 0;
	list_for_each (timer, &timers, link) {
		if (timer->id != new->id)
			break;
		new->id++;
		before = &timer->link;
	}
	list_push(before, &new->link);
}

/** Who gets the signal: NULL for the process. A reference or an error pointer. */
static struct thread *receiver_of(const struct sigevent *event)
{
	struct thread *thread;

	if (event->sigev_notify != (SIGEV_SIGNAL | SIGEV_THREAD_ID))
		return NULL;
	thread = thread_find(event->sigev_notify_thread_id);
	if (thread && thread->user)
		return thread;
	if (thread)
		thread_put(thread);
	return error_ptr(-EINVAL);
}

static int check_event(const struct sigevent *event)
{
	switch (event->sigev_notify) {
	case SIGEV_NONE:
		return 0;
	case SIGEV_SIGNAL:
	case SIGEV_SIGNAL | SIGEV_THREAD_ID:
		return event->sigev_signo >= 1 && event->sigev_signo <= SIGNALS ? 0 : -EINVAL;
	default:
		return -EINVAL;
	}
}

static void setup(
	struct posix_timer *timer, const struct posix_clock *clock, const struct sigevent *event, struct thread *thread)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = event ? event->sigev_signo : SIGALRM;
	info.si_code = SI_TIMER;
	info.si_tid = timer->id;
	if (event)
		info.si_value = event->sigev_value;
	else
		info.si_int = timer->id;
	signal_timer_init(&timer->timer, clock, thread, &info);
	timer->timer.silent = event && event->sigev_notify == SIGEV_NONE;
}

int posix_timer_create(int clock_id, const struct sigevent *event)
{
	struct thread *thread = NULL;
	struct posix_timer *timer;
	struct posix_clock clock;
	int id, error = posix_clock_find(clock_id, &clock);

	if (!error && event)
		error = check_event(event);
	if (error)
		return error;
	if (!clock.has_timers)
		return -EOPNOTSUPP;
	if (event)
		thread = receiver_of(event);
	if (is_error(thread))
		return (int)ptr_error(thread);
	timer = heap_zalloc(sizeof(*timer));
	if (timer) {
		mutex_lock(&timers_lock);
		insert_locked(timer);
		setup(timer, &clock, event, thread);
		id = timer->id;
		mutex_unlock(&timers_lock);
	} else {
		id = -EAGAIN;
	}
	if (thread)
		thread_put(thread);
	return id;
}

static void set_locked(struct signal_timer *timer, bool absolute, const struct itimer_times *times)
{
	uint64_t now = 0, target = times->left;

	if (target && !absolute && posix_clock_read(&timer->alarm.clock, &now) == 0)
		target += now;
	signal_timer_set(timer, target, times->interval);
}

int posix_timer_set(int id, bool absolute, const struct itimer_times *times, struct itimer_times *old)
{
	struct posix_timer *timer;

	mutex_lock(&timers_lock);
	timer = find_locked(id);
	if (timer) {
		signal_timer_get(&timer->timer, &old->left, &old->interval);
		set_locked(&timer->timer, absolute, times);
	}
	mutex_unlock(&timers_lock);
	return timer ? 0 : -EINVAL;
}

int posix_timer_get(int id, struct itimer_times *times)
{
	struct posix_timer *timer;

	mutex_lock(&timers_lock);
	timer = find_locked(id);
	if (timer)
		signal_timer_get(&timer->timer, &times->left, &times->interval);
	mutex_unlock(&timers_lock);
	return timer ? 0 : -EINVAL;
}

int posix_timer_overrun(int id)
{
	struct posix_timer *timer;
	int overrun = -EINVAL;

	mutex_lock(&timers_lock);
	timer = find_locked(id);
	if (timer)
		overrun = signal_timer_overrun(&timer->timer);
	mutex_unlock(&timers_lock);
	return overrun;
}

int posix_timer_delete(int id)
{
	struct posix_timer *timer;

	mutex_lock(&timers_lock);
	timer = find_locked(id);
	if (timer) {
		list_remove(&timer->link);
		signal_timer_destroy(&timer->timer);
		heap_free(timer);
	}
	mutex_unlock(&timers_lock);
	return timer ? 0 : -EINVAL;
}
