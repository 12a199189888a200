/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Scheduling policies and priorities: what is asked back is what was set, limits are Linux', bad values are refused.
 */
#include <sys/resource.h>
#include "test.h"

int main(void)
{
	struct sched_param param = {0}, other = {.sched_priority = 5};
	struct timespec interval;

	CHECK_EQ(sched_getscheduler(0), SCHED_OTHER);
	CHECK_EQ(sched_getparam(0, &param), 0);
	CHECK_EQ(param.sched_priority, 0);
	CHECK_EQ(sched_setscheduler(0, SCHED_OTHER, &param), 0);
	CHECK_EQ(sched_setscheduler(0, SCHED_BATCH, &param), 0);
	CHECK_EQ(sched_getscheduler(0), SCHED_BATCH);
	CHECK_EQ(sched_setscheduler(0, SCHED_OTHER, &param), 0);
	CHECK_ERRNO(sched_setscheduler(0, SCHED_OTHER, &other), EINVAL);
	CHECK_ERRNO(sched_setscheduler(0, 77, &param), EINVAL);
	CHECK_ERRNO(sched_setscheduler(0, SCHED_OTHER, NULL), EINVAL);
	CHECK_ERRNO(sched_getscheduler(4000000), ESRCH);
	CHECK_EQ(sched_get_priority_min(SCHED_OTHER), 0);
	CHECK_EQ(sched_get_priority_max(SCHED_OTHER), 0);
	CHECK_EQ(sched_get_priority_min(SCHED_FIFO), 1);
	CHECK_EQ(sched_get_priority_max(SCHED_RR), 99);
	CHECK_ERRNO(sched_get_priority_max(77), EINVAL);
	CHECK_EQ(sched_rr_get_interval(0, &interval), 0);

	/* HotSpot's ThreadPriorityPolicy uses nice values per thread. */
	errno = 0;
	CHECK_EQ(getpriority(PRIO_PROCESS, 0), 0);
	CHECK_EQ(setpriority(PRIO_PROCESS, 0, 4), 0);
	CHECK_EQ(getpriority(PRIO_PROCESS, (id_t)test_gettid()), 4);
	CHECK_ERRNO(getpriority(PRIO_PROCESS, 4000000), ESRCH);
	CHECK_ERRNO(getpriority(9, 0), EINVAL);
	return 0;
}
