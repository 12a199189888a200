/* SPDX-License-Identifier: BSD-3-Clause */
#include "syscall/user_time.h"

#include <asm/errno.h>
#include <linux/time_types.h>
#include "mm/user.h"
#include "time/clock.h"

static uint64_t saturate(uint64_t seconds, uint64_t ns)
{
	return seconds >= INT64_MAX / NS_PER_SEC ? INT64_MAX : seconds * NS_PER_SEC + ns;
}

int user_time_get(uint64_t *ns, uint64_t user_timespec)
{
	struct __kernel_timespec time;

	if (user_get(&time, user_timespec))
		return -EFAULT;
	if (time.tv_sec < 0 || (uint64_t)time.tv_nsec >= NS_PER_SEC)
		return -EINVAL;
	*ns = saturate((uint64_t)time.tv_sec, (uint64_t)time.tv_nsec);
	return 0;
}

int user_time_put(uint64_t user_timespec, uint64_t ns)
{
	struct __kernel_timespec time = {
		.tv_sec = (int64_t)(ns / NS_PER_SEC),
		.tv_nsec = (int64_t)(ns % NS_PER_SEC),
	};

	return user_put(user_timespec, &time);
}

int user_time_deadline(uint64_t *deadline, uint64_t user_timespec)
{
	uint64_t ns;
	int error = user_time_get(&ns, user_timespec);

	if (!error)
		*deadline = clock_deadline_after(ns);
	return error;
}

int user_timeval_get(uint64_t *ns, uint64_t user_timeval)
{
	struct __kernel_old_timeval time;

	if (user_get(&time, user_timeval))
		return -EFAULT;
	if (time.tv_sec < 0 || (uint64_t)time.tv_usec >= NS_PER_SEC / NS_PER_USEC)
		return -EINVAL;
	*ns = saturate((uint64_t)time.tv_sec, (uint64_t)time.tv_usec * NS_PER_USEC);
	return 0;
}

int user_timeval_put(uint64_t user_timeval, uint64_t ns)
{
	struct __kernel_old_timeval time = {
		.tv_sec = (long)(ns / NS_PER_SEC),
		.tv_usec = (long)(ns % NS_PER_SEC / NS_PER_USEC),
	};

	return user_put(user_timeval, &time);
}
