/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All clocks: resolution, relation to each other, coarse ones close by; gettimeofday, time and times agree; bad ids.
 */
#include <sys/time.h>
#include <sys/times.h>
#include "test.h"

static void check_resolution(clockid_t id, int64_t at_most)
{
	struct timespec resolution = {-1, -1};

	CHECK_EQ(clock_getres(id, &resolution), 0);
	CHECK_EQ(resolution.tv_sec, 0);
	CHECK_OP(resolution.tv_nsec, >=, 1);
	CHECK_OP(resolution.tv_nsec, <=, at_most);
	CHECK_EQ(clock_getres(id, NULL), 0);
}

int main(void)
{
	int64_t before = test_clock_ns(CLOCK_REALTIME), coarse, after;
	struct timespec spec;
	struct timeval day;
	struct tms tms;
	clock_t ticks;

	check_resolution(CLOCK_MONOTONIC, 1);
	check_resolution(CLOCK_REALTIME, 1);
	check_resolution(CLOCK_THREAD_CPUTIME_ID, 1);
	check_resolution(CLOCK_PROCESS_CPUTIME_ID, 1);
	check_resolution(CLOCK_MONOTONIC_COARSE, 10000000);
	check_resolution(CLOCK_REALTIME_COARSE, 10000000);

	CHECK_OP(before, >, 1600000000LL * 1000000000); /* after 2020 */
	CHECK_EQ(gettimeofday(&day, NULL), 0);
	after = test_clock_ns(CLOCK_REALTIME);
	CHECK_OP(day.tv_sec * 1000000LL + day.tv_usec, >=, before / 1000);
	CHECK_OP(day.tv_sec * 1000000LL + day.tv_usec, <=, after / 1000);
	CHECK_OP(llabs((long long)time(NULL) - after / 1000000000), <=, 2);

	coarse = test_clock_ns(CLOCK_MONOTONIC_COARSE);
	CHECK_OP(coarse, <=, test_now_ns());
	CHECK_OP(test_now_ns() - coarse, <, 5000000000);
	CHECK_OP(test_clock_ns(CLOCK_BOOTTIME), >=, test_now_ns() - 1000000000);
	CHECK_OP(test_clock_ns(CLOCK_MONOTONIC_RAW), >, 0);

	ticks = times(&tms);
	CHECK_OP(ticks, >, 0);
	CHECK_EQ(sysconf(_SC_CLK_TCK), 100);
	test_sleep_ms(50);
	CHECK_OP(times(&tms), >=, ticks + 4);
	CHECK_EQ(tms.tms_cutime, 0);

	CHECK_ERRNO(clock_gettime(99, &spec), EINVAL);
	CHECK_ERRNO(clock_getres(99, &spec), EINVAL);
	CHECK_ERRNO(syscall(SYS_clock_gettime, CLOCK_REALTIME, BAD_POINTER), EFAULT);
	return 0;
}
