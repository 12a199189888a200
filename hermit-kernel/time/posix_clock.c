/* SPDX-License-Identifier: BSD-3-Clause */
#include "time/posix_clock.h"

#include <asm/errno.h>
#include <linux/time.h>
#include "sched/core.h"
#include "sched/process.h"
#include "sched/thread.h"
#include "time/clock.h"

/* Ids of CPU clocks: the complement of a thread or process id, and three bits of which these are known (Linux'
 * posix-timers.h). */
#define CPU_CLOCK_PER_THREAD 4
#define CPU_CLOCK_KIND_MASK  3
#define CPU_CLOCK_KINDS      3 /* PROF, VIRT, SCHED: user and system time are not told apart */

#define CPU_ALARM_PERIOD_NS (2 * NS_PER_MSEC)

static int find_cpu_clock(int id, struct posix_clock *clock)
{
	int32_t tid = ~(id >> 3);
	struct thread *thread;

	if ((id & CPU_CLOCK_KIND_MASK) >= CPU_CLOCK_KINDS)
		return -EINVAL;
	if (!(id & CPU_CLOCK_PER_THREAD)) {
		clock->kind = POSIX_CLOCK_PROCESS;
		return tid == 0 || tid == process.pid ? 0 : -EINVAL;
	}
	clock->kind = POSIX_CLOCK_THREAD;
	clock->tid = tid ? tid : thread_current()->tid;
	thread = thread_find(clock->tid);
	if (!thread)
		return -EINVAL;
	thread_put(thread);
	return 0;
}

int posix_clock_find(int id, struct posix_clock *clock)
{
	*clock = (struct posix_clock){.kind = POSIX_CLOCK_MONOTONIC, .has_timers = true};
	if (id < 0)
		return find_cpu_clock(id, clock);
	switch (id) {
	case CLOCK_MONOTONIC:
	case CLOCK_BOOTTIME:
		return 0;
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME_ALARM:
		clock->has_timers = false;
		return 0;
	case CLOCK_REALTIME:
	case CLOCK_TAI:
		clock->kind = POSIX_CLOCK_REALTIME;
		return 0;
	case CLOCK_REALTIME_COARSE:
	case CLOCK_REALTIME_ALARM:
		clock->kind = POSIX_CLOCK_REALTIME;
		clock->has_timers = false;
		return 0;
	case CLOCK_PROCESS_CPUTIME_ID:
		clock->kind = POSIX_CLOCK_PROCESS;
		return 0;
	case CLOCK_THREAD_CPUTIME_ID:
		clock->kind = POSIX_CLOCK_THREAD;
		clock->tid = thread_current()->tid;
		return 0;
	default:
		return -EINVAL;
	}
}

uint64_t posix_clock_process_ns(void)
{
	irqflags_t flags = spin_lock_irqsave(&process.threads_lock);
	uint64_t ns = process.cpu_ns_dead;
	struct thread *thread;

	list_for_each (thread, &process.threads, process_link)
		ns += thread_cpu_ns(thread);
	spin_unlock_irqrestore(&process.threads_lock, flags);
	return ns;
}

static int read_thread(int32_t tid, uint64_t *ns)
{
	struct thread *thread = thread_find(tid);

	if (!thread)
		return -EINVAL;
	*ns = thread_cpu_ns(thread);
	thread_put(thread);
	return 0;
}

int posix_clock_read(const struct posix_clock *clock, uint64_t *ns)
{
	switch (clock->kind) {
	case POSIX_CLOCK_MONOTONIC:
		*ns = clock_monotonic_ns();
		return 0;
	case POSIX_CLOCK_REALTIME:
		*ns = (uint64_t)clock_realtime_ns();
		return 0;
	case POSIX_CLOCK_PROCESS:
		*ns = posix_clock_process_ns();
		return 0;
	case POSIX_CLOCK_THREAD:
		return read_thread(clock->tid, ns);
	}
	return -EINVAL;
}

uint64_t posix_clock_realtime_deadline(uint64_t realtime_ns)
{
	int64_t offset = clock_realtime_offset_ns();

	if (offset >= 0)
		return realtime_ns > (uint64_t)offset ? realtime_ns - (uint64_t)offset : 0;
	return realtime_ns + (uint64_t)-offset;
}

/**
 * CPU time does not tell when it will be reached, and counting it must not cost those who don't ask: so look again at
 * the earliest moment at which it can have been reached, all cores running the program at once.
 */
static void wait_for_cpu_time(struct posix_alarm *alarm, uint64_t missing)
{
	uint64_t cores = alarm->clock.kind == POSIX_CLOCK_PROCESS ? cores_online() : 1;

	timer_set(&alarm->timer, clock_deadline_after(max(missing / cores, CPU_ALARM_PERIOD_NS)));
}

static void timer_fired(struct timer *timer)
{
	struct posix_alarm *alarm = container_of(timer, struct posix_alarm, timer);
	uint64_t now;

	if (alarm->clock.kind == POSIX_CLOCK_PROCESS || alarm->clock.kind == POSIX_CLOCK_THREAD) {
		if (posix_clock_read(&alarm->clock, &now) != 0)
			return; /* the thread has ended */
		if (now < alarm->target) {
			wait_for_cpu_time(alarm, alarm->target - now);
			return;
		}
	}
	alarm->fire(alarm);
}

void posix_alarm_init(
	struct posix_alarm *alarm, const struct posix_clock *clock, void (*fire)(struct posix_alarm *alarm))
{
	timer_init(&alarm->timer, timer_fired);
	alarm->clock = *clock;
	alarm->fire = fire;
}

void posix_alarm_set(struct posix_alarm *alarm, uint64_t target)
{
	uint64_t now;

	alarm->target = target;
	switch (alarm->clock.kind) {
	case POSIX_CLOCK_MONOTONIC:
		timer_set(&alarm->timer, target);
		break;
	case POSIX_CLOCK_REALTIME:
		timer_set(&alarm->timer, posix_clock_realtime_deadline(target));
		break;
	case POSIX_CLOCK_PROCESS:
	case POSIX_CLOCK_THREAD:
		if (posix_clock_read(&alarm->clock, &now) == 0)
			wait_for_cpu_time(alarm, target > now ? target - now : 0);
		break;
	}
}

bool posix_alarm_cancel(struct posix_alarm *alarm)
{
	return timer_cancel(&alarm->timer);
}
