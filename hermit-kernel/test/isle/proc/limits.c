/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * getrlimit, setrlimit, prlimit64: what was lowered stays lowered, soft never above hard, unknown resources refused.
 */
#include <sys/resource.h>
#include "test.h"

int main(void)
{
	struct rlimit limit, old;
	int resource;

	for (resource = 0; resource < RLIM_NLIMITS; resource++) {
		CHECK_EQ(getrlimit((__rlimit_resource_t)resource, &limit), 0);
		CHECK(limit.rlim_cur <= limit.rlim_max);
	}
	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	CHECK_OP(limit.rlim_max, >=, 1024);
	limit.rlim_cur = 512;
	CHECK_EQ(prlimit(0, RLIMIT_NOFILE, &limit, &old), 0);
	CHECK_EQ(prlimit(getpid(), RLIMIT_NOFILE, NULL, &limit), 0);
	CHECK_EQ(limit.rlim_cur, 512);
	CHECK_EQ(limit.rlim_max, old.rlim_max);
	CHECK_EQ(sysconf(_SC_OPEN_MAX), 512);
	limit.rlim_cur = limit.rlim_max;
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0); /* HotSpot raises it to the hard limit */
	limit.rlim_cur = 20;
	limit.rlim_max = 10;
	CHECK_ERRNO(setrlimit(RLIMIT_CORE, &limit), EINVAL);
	CHECK_ERRNO(getrlimit((__rlimit_resource_t)99, &limit), EINVAL);
	CHECK_ERRNO(prlimit(4000000, RLIMIT_NOFILE, NULL, &limit), ESRCH);
	return 0;
}
