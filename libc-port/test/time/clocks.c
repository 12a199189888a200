/* SPDX-License-Identifier: BSD-3-Clause */
/* Clocks go on, sleeps last as long as asked, and calendar time converts both ways. */
#include "test.h"
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

static long long now(clockid_t clock)
{
	struct timespec time;
	CHECK_EQ(clock_gettime(clock, &time), 0);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void check_calendar(void)
{
	char text[64];
	struct tm fields;
	time_t time = 1700000000;
	CHECK(gmtime_r(&time, &fields));
	CHECK(strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S %a", &fields));
	CHECK_STR(text, "2023-11-14 22:13:20 Tue");
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	CHECK(localtime_r(&time, &fields));
	CHECK_EQ(fields.tm_hour, 23);
	CHECK_EQ(mktime(&fields), time);
	time = 1690000000;
	CHECK(localtime_r(&time, &fields));
	CHECK_EQ(fields.tm_isdst, 1);
}

int main(void)
{
	struct timespec span = {0, 20000000}, resolution;
	long long before = now(CLOCK_MONOTONIC);
	CHECK_EQ(nanosleep(&span, NULL), 0);
	CHECK(now(CLOCK_MONOTONIC) - before >= 20000000);
	before = now(CLOCK_MONOTONIC) + 20000000;
	span = (struct timespec){before / 1000000000, before % 1000000000};
	CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &span, NULL), 0);
	CHECK(now(CLOCK_MONOTONIC) >= before);
	CHECK_EQ(usleep(1000), 0);
	CHECK_EQ(sleep(0), 0);
	CHECK_EQ(clock_getres(CLOCK_MONOTONIC, &resolution), 0);
	CHECK(resolution.tv_sec == 0 && resolution.tv_nsec >= 1);
	CHECK_FAILS(clock_gettime((clockid_t)99, &span), EINVAL);
	struct timeval of_day;
	CHECK_EQ(gettimeofday(&of_day, NULL), 0);
	CHECK(llabs(of_day.tv_sec - time(NULL)) <= 1);
	clock_t used = clock();
	for (volatile int i = 0; i < 50000000; i++)
		;
	CHECK(clock() - used > 1000);
	struct tms usage;
	struct rusage rusage;
	CHECK(times(&usage) != (clock_t)-1);
	CHECK_EQ(getrusage(RUSAGE_SELF, &rusage), 0);
	CHECK(rusage.ru_utime.tv_sec > 0 || rusage.ru_utime.tv_usec > 0);
	check_calendar();
	return 0;
}
