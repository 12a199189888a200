/* SPDX-License-Identifier: BSD-3-Clause */
/* timespec_get of ISO C11, and sleeping until a time that is given, or past. */
#include "test.h"
#include <time.h>

int main(void)
{
	struct timespec now, until;
	CHECK_EQ(timespec_get(&now, TIME_UTC), TIME_UTC);
	CHECK(now.tv_sec > 1600000000);
	CHECK_EQ(timespec_get(&now, 77), 0);

	CHECK_EQ(clock_gettime(CLOCK_MONOTONIC, &until), 0);
	until.tv_nsec += 50000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	for (int i = 0; i < 2; i++) {
		CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL), 0);
		CHECK_EQ(clock_gettime(CLOCK_MONOTONIC, &now), 0);
		CHECK(now.tv_sec > until.tv_sec || (now.tv_sec == until.tv_sec && now.tv_nsec >= until.tv_nsec));
	}
	until.tv_nsec = 1000000000;
	CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, 0, &until, NULL), EINVAL);
	return 0;
}
