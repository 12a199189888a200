/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * nanosleep and clock_nanosleep sleep no less than asked, relative and absolute, and refuse bad times and clocks.
 */
#include "test.h"

static void check_relative(int64_t ns)
{
	struct timespec time = test_timespec(ns);
	int64_t begin = test_now_ns();

	CHECK_EQ(nanosleep(&time, NULL), 0);
	CHECK_OP(test_now_ns() - begin, >=, ns);
}

static void check_absolute(clockid_t id, int64_t ns)
{
	struct timespec until = test_timespec(test_clock_ns(id) + ns);

	CHECK_EQ(clock_nanosleep(id, TIMER_ABSTIME, &until, NULL), 0);
	CHECK_OP(test_clock_ns(id), >=, until.tv_sec * 1000000000LL + until.tv_nsec);
}

int main(void)
{
	struct timespec bad = {0, 1000000000}, negative = {-1, 0}, past = {0, 0};

	check_relative(0);
	check_relative(1);
	check_relative(1000000);
	check_relative(50000000);
	check_absolute(CLOCK_MONOTONIC, 20000000);
	check_absolute(CLOCK_REALTIME, 20000000);
	check_absolute(CLOCK_BOOTTIME, 20000000);
	CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &past, NULL), 0);
	CHECK_EQ(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &past, NULL), 0);
	CHECK_ERRNO(nanosleep(&bad, NULL), EINVAL);
	CHECK_ERRNO(nanosleep(&negative, NULL), EINVAL);
	CHECK_ERRNO(nanosleep(BAD_POINTER, NULL), EFAULT);
	CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, 0, &bad, NULL), EINVAL);
	CHECK_EQ(clock_nanosleep(99, 0, &past, NULL), EINVAL);
	CHECK_EQ(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &past, NULL), EINVAL);
	return 0;
}
