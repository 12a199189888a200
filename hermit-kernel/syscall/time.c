/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls that read clocks and sleep. The vDSO answers most of the readers without coming here. */
#include <asm/errno.h>
#include <linux/time.h>
#include "mm/user.h"
#include "sched/sched.h"
#include "sched/signal.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"
#include "time/clock.h"
#include "time/posix_clock.h"

#define RESOLUTION_NS       1
#define CPU_SLEEP_PERIOD_NS (2 * NS_PER_MSEC)

/** clock_gettime(id, time) */
long sys_clock_gettime(const uint64_t *args)
{
	struct posix_clock clock;
	uint64_t ns;
	int error = posix_clock_find((int)args[0], &clock);

	if (!error)
		error = posix_clock_read(&clock, &ns);
	return error ? error : user_time_put(args[1], ns);
}

/** clock_getres(id, resolution) */
long sys_clock_getres(const uint64_t *args)
{
	struct posix_clock clock;
	int error = posix_clock_find((int)args[0], &clock);

	if (error || !args[1])
		return error;
	return user_time_put(args[1], RESOLUTION_NS);
}

/** clock_settime(id, time): the host keeps the time */
long sys_clock_settime(const uint64_t *args)
{
	struct posix_clock clock;
	uint64_t ns;
	int error = posix_clock_find((int)args[0], &clock);

	if (error || clock.kind != POSIX_CLOCK_REALTIME || !clock.has_timers)
		return -EINVAL;
	error = user_time_get(&ns, args[1]);
	return error ? error : -EPERM;
}

/** gettimeofday(time, zone) */
long sys_gettimeofday(const uint64_t *args)
{
	struct timezone zone = {0, 0};

	if (args[0] && user_timeval_put(args[0], (uint64_t)clock_realtime_ns()))
		return -EFAULT;
	return args[1] && user_put(args[1], &zone) ? -EFAULT : 0;
}

long sys_settimeofday(const uint64_t *args)
{
	return -EPERM;
}

/** time(seconds) */
long sys_time(const uint64_t *args)
{
	long seconds = (long)(clock_realtime_ns() / (int64_t)NS_PER_SEC);

	return args[0] && user_put(args[0], &seconds) ? -EFAULT : seconds;
}

static long resume_sleep(struct signal_restart *restart);

/** What is left of a relative sleep goes to the program; without a handler the sleep continues. args[0]: where to. */
static long interrupted_sleep(uint64_t deadline, uint64_t user_left)
{
	struct signal_restart *restart = &thread_current()->signals.restart;
	uint64_t now = clock_monotonic_ns();

	if (user_left && user_time_put(user_left, deadline > now ? deadline - now : 0))
		return -EFAULT;
	restart->resume = resume_sleep;
	restart->deadline = deadline;
	restart->args[0] = user_left;
	return -ERESTART_RESTARTBLOCK;
}

static long sleep_relative(uint64_t deadline, uint64_t user_left)
{
	return sched_sleep_until(deadline, true) ? interrupted_sleep(deadline, user_left) : 0;
}

static long resume_sleep(struct signal_restart *restart)
{
	return sleep_relative(restart->deadline, restart->args[0]);
}

/** nanosleep(time, left) */
long sys_nanosleep(const uint64_t *args)
{
	uint64_t deadline;
	int error = user_time_deadline(&deadline, args[0]);

	return error ? error : sleep_relative(deadline, args[1]);
}

/** Until a CPU clock reads `target`; nobody can tell when, so look again from time to time. */
static long sleep_cpu_time(const struct posix_clock *clock, uint64_t target)
{
	uint64_t now;

	for (;;) {
		if (posix_clock_read(clock, &now))
			return -EINVAL;
		if (now >= target)
			return 0;
		uint64_t pause = max((target - now) / cores_online(), CPU_SLEEP_PERIOD_NS);
		if (sched_sleep_until(clock_deadline_after(pause), true))
			return -EINTR;
	}
}

static long sleep_on(const struct posix_clock *clock, uint64_t ns, bool absolute, uint64_t user_left)
{
	uint64_t now;

	if (clock->kind == POSIX_CLOCK_PROCESS || clock->kind == POSIX_CLOCK_THREAD) {
		if (posix_clock_read(clock, &now))
			return -EINVAL;
		return sleep_cpu_time(clock, absolute ? ns : now + ns);
	}
	if (!absolute)
		return sleep_relative(clock_deadline_after(ns), user_left);
	if (clock->kind == POSIX_CLOCK_REALTIME)
		ns = posix_clock_realtime_deadline(ns);
	return sched_sleep_until(ns, true) ? -ERESTARTNOHAND : 0;
}

/** clock_nanosleep(id, flags, time, left) */
long sys_clock_nanosleep(const uint64_t *args)
{
	struct posix_clock clock;
	uint64_t ns;
	int error = posix_clock_find((int)args[0], &clock);

	if (error || (int)args[0] == CLOCK_THREAD_CPUTIME_ID)
		return -EINVAL;
	if (!clock.has_timers)
		return -EOPNOTSUPP;
	error = user_time_get(&ns, args[2]);
	return error ? error : sleep_on(&clock, ns, args[1] & TIMER_ABSTIME, args[3]);
}
