/* SPDX-License-Identifier: BSD-3-Clause */
#include "time/signal_timer.h"

#include "lib/string.h"
#include "sched/thread.h"

#define OVERRUN_MAX 0x7fffffff /* DELAYTIMER_MAX */

/** Move the target past `now` by whole periods; how many were missed. */
static uint64_t forward_locked(struct signal_timer *timer, uint64_t now)
{
	uint64_t missed = now >= timer->target ? (now - timer->target) / timer->interval : 0;

	timer->target += (missed + 1) * timer->interval;
	return missed;
}

static void rearm_locked(struct signal_timer *timer)
{
	uint64_t now;

	if (posix_clock_read(&timer->alarm.clock, &now) != 0)
		return;
	timer->overruns += forward_locked(timer, now);
	posix_alarm_set(&timer->alarm, timer->target);
}

/** The signal is handed out: under process.signals.lock. */
static void entry_taken(struct signal_entry *entry, siginfo_t *info)
{
	struct signal_timer *timer = container_of(entry, struct signal_timer, entry);

	spin_lock(&timer->lock);
	if (timer->armed && timer->interval && timer->entry_generation == timer->generation)
		rearm_locked(timer);
	timer->last_overrun = (int)min(timer->overruns, (uint64_t)OVERRUN_MAX);
	timer->overruns = 0;
	if (info->si_code == SI_TIMER)
		info->si_overrun = timer->last_overrun;
	spin_unlock(&timer->lock);
}

static void alarm_fired(struct posix_alarm *alarm)
{
	struct signal_timer *timer = container_of(alarm, struct signal_timer, alarm);
	enum signal_sent sent = SIGNAL_IGNORED;

	spin_lock(&timer->lock);
	if (!timer->armed) {
		spin_unlock(&timer->lock);
		return;
	}
	timer->armed = timer->interval != 0;
	timer->entry_generation = timer->generation;
	spin_unlock(&timer->lock);
	if (!timer->silent)
		sent = signal_send_entry(timer->thread, &timer->entry);
	if (sent == SIGNAL_SENT)
		return;
	spin_lock(&timer->lock);
	if (sent == SIGNAL_STILL_QUEUED)
		timer->overruns++;
	else if (timer->armed)
		rearm_locked(timer);
	spin_unlock(&timer->lock);
}

void signal_timer_init(
	struct signal_timer *timer, const struct posix_clock *clock, struct thread *thread, const siginfo_t *info)
{
	memset(timer, 0, sizeof(*timer));
	posix_alarm_init(&timer->alarm, clock, alarm_fired);
	spin_init(&timer->lock);
	list_init(&timer->entry.link);
	timer->entry.info = *info;
	timer->entry.taken = entry_taken;
	timer->thread = thread;
	if (thread)
		thread_get(thread);
}

static void disarm(struct signal_timer *timer)
{
	irqflags_t flags = spin_lock_irqsave(&timer->lock);

	timer->armed = false;
	timer->generation++;
	spin_unlock_irqrestore(&timer->lock, flags);
	posix_alarm_cancel(&timer->alarm);
}

void signal_timer_set(struct signal_timer *timer, uint64_t target, uint64_t interval)
{
	irqflags_t flags;

	disarm(timer);
	flags = spin_lock_irqsave(&timer->lock);
	timer->target = target;
	timer->interval = interval;
	timer->overruns = 0;
	timer->last_overrun = 0;
	timer->armed = target != 0;
	if (target)
		posix_alarm_set(&timer->alarm, target);
	spin_unlock_irqrestore(&timer->lock, flags);
}

void signal_timer_get(struct signal_timer *timer, uint64_t *left, uint64_t *interval)
{
	irqflags_t flags = spin_lock_irqsave(&timer->lock);
	uint64_t now = 0, target = timer->target;

	*left = 0;
	*interval = timer->interval;
	if (timer->armed && posix_clock_read(&timer->alarm.clock, &now) == 0) {
		if (now >= target && timer->interval) /* its signal waits; the next time is what matters */
			target += ((now - target) / timer->interval + 1) * timer->interval;
		*left = target > now ? target - now : 1; /* due, but not yet fired */
	}
	spin_unlock_irqrestore(&timer->lock, flags);
}

int signal_timer_overrun(struct signal_timer *timer)
{
	return timer->last_overrun;
}

void signal_timer_destroy(struct signal_timer *timer)
{
	disarm(timer);
	signal_withdraw_entry(&timer->entry);
	if (timer->thread)
		thread_put(timer->thread);
	timer->thread = NULL;
}
