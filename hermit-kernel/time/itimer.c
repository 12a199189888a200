/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ITIMER_REAL counts time, ITIMER_VIRTUAL and ITIMER_PROF the CPU time of the program: a kernel that shares the
 * program's ring does not tell user time from system time.
 */
#include "time/itimer.h"

#include <asm/errno.h>
#include <linux/time.h>
#include "lib/string.h"
#include "sync/mutex.h"
#include "time/signal_timer.h"

static const struct {
	enum posix_clock_kind clock;
	int signal;
} kinds[] = {
	[ITIMER_REAL] = {POSIX_CLOCK_MONOTONIC, SIGALRM},
	[ITIMER_VIRTUAL] = {POSIX_CLOCK_PROCESS, SIGVTALRM},
	[ITIMER_PROF] = {POSIX_CLOCK_PROCESS, SIGPROF},
};
static struct signal_timer timers[array_size(kinds)];
static struct mutex timers_lock = MUTEX_INIT(timers_lock); /* settings take turns */

static void prepare_locked(struct signal_timer *timer, int which)
{
	struct posix_clock clock = {.kind = kinds[which].clock, .has_timers = true};
	siginfo_t info;

	if (timer->entry.taken)
		return;
	memset(&info, 0, sizeof(info));
	info.si_signo = kinds[which].signal;
	info.si_code = SI_KERNEL;
	signal_timer_init(timer, &clock, NULL, &info);
}

static void set_locked(struct signal_timer *timer, const struct itimer_times *times)
{
	uint64_t now = 0;

	if (times->left)
		posix_clock_read(&timer->alarm.clock, &now); /* these clocks always exist */
	signal_timer_set(timer, times->left ? now + times->left : 0, times->interval);
}

int itimer_exchange(int which, const struct itimer_times *times, struct itimer_times *old)
{
	if (which < 0 || which >= (int)array_size(kinds))
		return -EINVAL;
	mutex_lock(&timers_lock);
	prepare_locked(&timers[which], which);
	if (old)
		signal_timer_get(&timers[which], &old->left, &old->interval);
	if (times)
		set_locked(&timers[which], times);
	mutex_unlock(&timers_lock);
	return 0;
}
