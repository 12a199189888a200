/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * alarm and setitimer: SIGALRM in real time, SIGVTALRM and SIGPROF in CPU time; what was left is reported.
 */
#define TEST_NO_ALARM
#include <sys/time.h>
#include "test.h"

static volatile int handled[65];

static void handler(int number, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled[number]++;
}

static void check_alarm(void)
{
	int64_t begin = test_now_ns();

	CHECK_EQ(alarm(1), 0);
	while (!handled[SIGALRM])
		pause();
	CHECK_OP(test_now_ns() - begin, >=, 999000000);
	CHECK_EQ(alarm(100), 0);
	CHECK_OP(alarm(0), >=, 99);
	CHECK_EQ(alarm(0), 0);
}

static void check_real(void)
{
	struct itimerval value = {{0, 5000}, {0, 5000}}, old;

	handled[SIGALRM] = 0;
	CHECK_EQ(setitimer(ITIMER_REAL, &value, NULL), 0);
	while (handled[SIGALRM] < 5)
		pause();
	CHECK_EQ(setitimer(ITIMER_REAL, &(struct itimerval){0}, &old), 0);
	CHECK_EQ(old.it_interval.tv_usec, 5000);
	CHECK_EQ(getitimer(ITIMER_REAL, &old), 0);
	CHECK_EQ(old.it_value.tv_usec | old.it_value.tv_sec, 0);
}

/* The signal reaches a thread that makes no system call. */
static void check_busy(void)
{
	struct itimerval value = {{0, 0}, {0, 10000}};

	handled[SIGALRM] = 0;
	CHECK_EQ(setitimer(ITIMER_REAL, &value, NULL), 0);
	while (!handled[SIGALRM])
		;
}

static void check_cpu_time(int which, int number)
{
	struct itimerval value = {{0, 0}, {0, 20000}};
	int64_t begin = test_clock_ns(CLOCK_PROCESS_CPUTIME_ID);

	CHECK_EQ(setitimer(which, &value, NULL), 0);
	while (!handled[number])
		;
	CHECK_OP(test_clock_ns(CLOCK_PROCESS_CPUTIME_ID) - begin, >=, 10000000);
}

int main(void)
{
	struct itimerval bad = {{0, 0}, {0, 1000000}};

	test_handle(SIGALRM, handler, 0);
	test_handle(SIGVTALRM, handler, 0);
	test_handle(SIGPROF, handler, 0);
	check_alarm();
	check_real();
	check_busy();
	check_cpu_time(ITIMER_VIRTUAL, SIGVTALRM);
	check_cpu_time(ITIMER_PROF, SIGPROF);
	CHECK_ERRNO(setitimer(ITIMER_REAL, &bad, NULL), EINVAL);
	CHECK_ERRNO(setitimer((__itimer_which_t)9, &(struct itimerval){0}, NULL), EINVAL);
	return 0;
}
