/* SPDX-License-Identifier: BSD-3-Clause */
/* Users, groups and policies: what changes nothing is allowed, what the kernel refuses has its error. */
#include "test.h"
#include <sched.h>
#include <unistd.h>

int main(void)
{
	struct sched_param parameter = {0};
	gid_t groups[64];
	CHECK_EQ(setuid(getuid()), 0);
	CHECK_EQ(seteuid(geteuid()), 0);
	CHECK_EQ(setgid(getgid()), 0);
	CHECK_EQ(setegid(getegid()), 0);
	CHECK(getgroups(64, groups) >= 0);
	CHECK_EQ(sched_getscheduler(0), SCHED_OTHER);
	CHECK_EQ(sched_getparam(0, &parameter), 0);
	CHECK_EQ(parameter.sched_priority, 0);
	CHECK_EQ(sched_setscheduler(0, SCHED_OTHER, &parameter), 0);
	CHECK_EQ(sched_get_priority_max(SCHED_OTHER), 0);
	CHECK_FAILS(sched_get_priority_max(99), EINVAL);
	return 0;
}
