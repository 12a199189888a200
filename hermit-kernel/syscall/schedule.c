/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls about scheduling. Affinity is real. Policies, priorities and nice values are kept and reported back, but
 * all threads are served in turn: the cores of an isle belong to one program.
 */
#include <asm/errno.h>
#include <linux/sched.h>
#include <linux/sched/types.h>
#include <linux/resource.h>
#include "lib/string.h"
#include "mm/user.h"
#include "sched/hold.h"
#include "sched/process.h"
#include "sched/sched.h"
#include "syscall/syscall.h"
#include "syscall/user_time.h"

#define PRIORITY_MAX   99 /* of SCHED_FIFO and SCHED_RR */
#define NICE_LOWEST    19
#define NICE_HIGHEST   (-20)
#define ROUND_ROBIN_NS (4 * NS_PER_MSEC)
#define AFFINITY_WORD  sizeof(uint64_t)

/** A thread of the program: 0 means the caller. A reference, or NULL. */
static struct thread *find_thread(int tid)
{
	struct thread *thread = tid ? thread_find(tid) : thread_current();

	if (!thread)
		return NULL;
	if (tid == 0)
		thread_get(thread);
	if (thread->user)
		return thread;
	thread_put(thread);
	return NULL;
}

long sys_sched_yield(const uint64_t *args)
{
	sched_yield();
	return 0;
}

/** sched_getaffinity(tid, size, mask): the bytes written, which cover all cores there are */
long sys_sched_getaffinity(const uint64_t *args)
{
	uint64_t needed = align_up((uint64_t)cores_online(), 64) / 8, size = (uint32_t)args[1];
	struct cpuset set = {0};
	struct thread *thread;

	if (size * 8 < cores_online() || !is_aligned(size, AFFINITY_WORD))
		return -EINVAL;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	core_for_each (core)
		if (cpuset_has(&thread->affinity, core))
			cpuset_add(&set, core);
	thread_put(thread);
	size = min(size, needed);
	return user_copy_to(args[2], &set, size) ? -EFAULT : (long)size;
}

/** sched_setaffinity(tid, size, mask) */
long sys_sched_setaffinity(const uint64_t *args)
{
	struct cpuset set = {0};
	struct thread *thread;
	long result;

	if (user_copy_from(&set, args[2], min((uint64_t)(uint32_t)args[1], sizeof(set))))
		return -EFAULT;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	result = hold_set_affinity(thread, &set);
	thread_put(thread);
	return result;
}

static bool is_realtime(int policy)
{
	return policy == SCHED_FIFO || policy == SCHED_RR;
}

static int check_policy(int policy, int priority)
{
	if (is_realtime(policy))
		return priority >= 1 && priority <= PRIORITY_MAX ? 0 : -EINVAL;
	if (policy != SCHED_NORMAL && policy != SCHED_BATCH && policy != SCHED_IDLE)
		return -EINVAL;
	return priority == 0 ? 0 : -EINVAL;
}

static long set_scheduler(int tid, int policy, int priority)
{
	struct thread *thread;
	int error;

	if (tid < 0)
		return -EINVAL;
	error = check_policy(policy, priority);
	if (error)
		return error;
	thread = find_thread(tid);
	if (!thread)
		return -ESRCH;
	thread->policy = policy;
	thread->priority = priority;
	thread_put(thread);
	return 0;
}

/** sched_setscheduler(tid, policy, parameter) */
long sys_sched_setscheduler(const uint64_t *args)
{
	int priority, policy = (int)args[1] & ~SCHED_RESET_ON_FORK;

	if ((int)args[1] < 0 || !args[2])
		return -EINVAL;
	if (user_get(&priority, args[2]))
		return -EFAULT;
	return set_scheduler((int)args[0], policy, priority);
}

/** sched_setparam(tid, parameter) */
long sys_sched_setparam(const uint64_t *args)
{
	struct thread *thread;
	int priority, policy;

	if ((int)args[0] < 0 || !args[1])
		return -EINVAL;
	if (user_get(&priority, args[1]))
		return -EFAULT;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	policy = thread->policy;
	thread_put(thread);
	return set_scheduler((int)args[0], policy, priority);
}

/** sched_getscheduler(tid) */
long sys_sched_getscheduler(const uint64_t *args)
{
	struct thread *thread;
	long policy;

	if ((int)args[0] < 0)
		return -EINVAL;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	policy = thread->policy;
	thread_put(thread);
	return policy;
}

/** sched_getparam(tid, parameter) */
long sys_sched_getparam(const uint64_t *args)
{
	struct thread *thread;
	int priority;

	if ((int)args[0] < 0 || !args[1])
		return -EINVAL;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	priority = thread->priority;
	thread_put(thread);
	return user_put(args[1], &priority);
}

static long priority_limit(int policy, long limit)
{
	if (is_realtime(policy))
		return limit;
	return policy == SCHED_NORMAL || policy == SCHED_BATCH || policy == SCHED_IDLE || policy == SCHED_DEADLINE
		       ? 0
		       : -EINVAL;
}

long sys_sched_get_priority_max(const uint64_t *args)
{
	return priority_limit((int)args[0], PRIORITY_MAX);
}

long sys_sched_get_priority_min(const uint64_t *args)
{
	return priority_limit((int)args[0], 1);
}

/** sched_rr_get_interval(tid, time): the slice, for every policy */
long sys_sched_rr_get_interval(const uint64_t *args)
{
	struct thread *thread;

	if ((int)args[0] < 0)
		return -EINVAL;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	thread_put(thread);
	return user_time_put(args[1], ROUND_ROBIN_NS);
}

/** sched_getattr(tid, attr, size, flags) */
long sys_sched_getattr(const uint64_t *args)
{
	struct sched_attr attr = {.size = SCHED_ATTR_SIZE_VER0};
	struct thread *thread;

	if (!args[1] || (int)args[0] < 0 || args[2] < SCHED_ATTR_SIZE_VER0 || args[2] > 4096 || args[3])
		return -EINVAL;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	attr.sched_policy = (uint32_t)thread->policy;
	attr.sched_priority = (uint32_t)thread->priority;
	attr.sched_nice = is_realtime(thread->policy) ? 0 : thread->nice;
	thread_put(thread);
	return user_copy_to(args[1], &attr, SCHED_ATTR_SIZE_VER0);
}

/** sched_setattr(tid, attr, flags) */
long sys_sched_setattr(const uint64_t *args)
{
	struct sched_attr attr = {0};
	struct thread *thread;
	long error;

	if (!args[1] || (int)args[0] < 0 || args[2])
		return -EINVAL;
	if (user_copy_from(&attr, args[1], SCHED_ATTR_SIZE_VER0))
		return -EFAULT;
	if (attr.size && attr.size < SCHED_ATTR_SIZE_VER0)
		return -E2BIG;
	if (attr.sched_flags & ~(uint64_t)SCHED_FLAG_RESET_ON_FORK)
		return -EINVAL;
	error = set_scheduler((int)args[0], (int)attr.sched_policy, (int)attr.sched_priority);
	if (error || is_realtime((int)attr.sched_policy))
		return error;
	thread = find_thread((int)args[0]);
	if (!thread)
		return -ESRCH;
	thread->nice = max(NICE_HIGHEST, min(NICE_LOWEST, attr.sched_nice));
	thread_put(thread);
	return 0;
}

/** The thread that a (which, who) pair means; all others have no process here. NULL: ESRCH. */
static struct thread *find_by_priority_class(int which, int who)
{
	if (which == PRIO_PROCESS)
		return find_thread(who);
	if (which == PRIO_PGRP && who <= process.pid && who >= 0)
		return find_thread(0);
	return which == PRIO_USER && (who == 0 || (uint32_t)who == process.uid) ? find_thread(0) : NULL;
}

/** getpriority(which, who): 20 - nice, so that it is never negative */
long sys_getpriority(const uint64_t *args)
{
	struct thread *thread;
	long nice;

	if (args[0] > PRIO_USER)
		return -EINVAL;
	thread = find_by_priority_class((int)args[0], (int)args[1]);
	if (!thread)
		return -ESRCH;
	nice = thread->nice;
	thread_put(thread);
	return NICE_LOWEST + 1 - nice;
}

/** setpriority(which, who, nice) */
long sys_setpriority(const uint64_t *args)
{
	struct thread *thread;

	if (args[0] > PRIO_USER)
		return -EINVAL;
	thread = find_by_priority_class((int)args[0], (int)args[1]);
	if (!thread)
		return -ESRCH;
	thread->nice = max(NICE_HIGHEST, min(NICE_LOWEST, (int)args[2]));
	thread_put(thread);
	return 0;
}
