/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls about timers: interval timers, POSIX timers, timer descriptors. */
#include <asm/errno.h>
#include <linux/time.h>
#include <linux/timerfd.h>
#include "fs/timerfd.h"
#include "lib/string.h"
#include "mm/user.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"
#include "time/itimer.h"
#include "time/posix_timer.h"

static int put_itimer(uint64_t to, const struct itimer_times *times)
{
	return user_timeval_put(to + offsetof(struct itimerval, it_interval), times->interval)
		       ?: user_timeval_put(to + offsetof(struct itimerval, it_value), times->left);
}

/** getitimer(which, value) */
long sys_getitimer(const uint64_t *args)
{
	struct itimer_times times;
	int error = itimer_exchange((int)args[0], NULL, &times);

	return error ? error : put_itimer(args[1], &times);
}

/** setitimer(which, value, old): a missing value means zero */
long sys_setitimer(const uint64_t *args)
{
	struct itimer_times times = {0, 0}, old;
	int error = 0;

	if (args[1])
		error = user_timeval_get(&times.interval, args[1] + offsetof(struct itimerval, it_interval))
				?: user_timeval_get(&times.left, args[1] + offsetof(struct itimerval, it_value));
	if (!error)
		error = itimer_exchange((int)args[0], &times, &old);
	return error || !args[2] ? error : put_itimer(args[2], &old);
}

/** alarm(seconds): what was left of the old one, rounded, but not to nothing */
long sys_alarm(const uint64_t *args)
{
	struct itimer_times times = {(uint32_t)args[0] * NS_PER_SEC, 0}, old;
	uint64_t seconds;

	itimer_exchange(ITIMER_REAL, &times, &old);
	seconds = (old.left + NS_PER_SEC / 2) / NS_PER_SEC;
	return (long)(old.left && !seconds ? 1 : seconds);
}

static int get_itimerspec(struct itimer_times *times, uint64_t from)
{
	return user_time_get(&times->interval, from + offsetof(struct itimerspec, it_interval))
		       ?: user_time_get(&times->left, from + offsetof(struct itimerspec, it_value));
}

static int put_itimerspec(uint64_t to, const struct itimer_times *times)
{
	return user_time_put(to + offsetof(struct itimerspec, it_interval), times->interval)
		       ?: user_time_put(to + offsetof(struct itimerspec, it_value), times->left);
}

/** timer_create(clock, event, id) */
long sys_timer_create(const uint64_t *args)
{
	struct sigevent event;
	int id;

	memset(&event, 0, sizeof(event));
	if (args[1] && user_get(&event, args[1]))
		return -EFAULT;
	id = posix_timer_create((int)args[0], args[1] ? &event : NULL);
	if (id < 0)
		return id;
	if (user_put(args[2], &id) == 0)
		return 0;
	posix_timer_delete(id);
	return -EFAULT;
}

/** timer_settime(id, flags, value, old) */
long sys_timer_settime(const uint64_t *args)
{
	struct itimer_times times, old;
	int error = args[2] ? get_itimerspec(&times, args[2]) : -EINVAL;

	if (!error)
		error = posix_timer_set((int)args[0], args[1] & TIMER_ABSTIME, &times, &old);
	return error || !args[3] ? error : put_itimerspec(args[3], &old);
}

/** timer_gettime(id, value) */
long sys_timer_gettime(const uint64_t *args)
{
	struct itimer_times times;
	int error = posix_timer_get((int)args[0], &times);

	return error ? error : put_itimerspec(args[1], &times);
}

/** timer_getoverrun(id) */
long sys_timer_getoverrun(const uint64_t *args)
{
	return posix_timer_overrun((int)args[0]);
}

/** timer_delete(id) */
long sys_timer_delete(const uint64_t *args)
{
	return posix_timer_delete((int)args[0]);
}

/** timerfd_create(clock, flags) */
long sys_timerfd_create(const uint64_t *args)
{
	return timerfd_open((int)args[0], (int)args[1]);
}

/** timerfd_settime(fd, flags, value, old) */
long sys_timerfd_settime(const uint64_t *args)
{
	struct itimer_times times, old;
	int error = get_itimerspec(&times, args[2]);

	if (!error)
		error = timerfd_set((int)args[0], (int)args[1], &times, &old);
	return error || !args[3] ? error : put_itimerspec(args[3], &old);
}

/** timerfd_gettime(fd, value) */
long sys_timerfd_gettime(const uint64_t *args)
{
	struct itimer_times times;
	int error = timerfd_get((int)args[0], &times);

	return error ? error : put_itimerspec(args[1], &times);
}
