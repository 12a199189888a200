/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CPU time: a busy thread's clock and getrusage advance, a sleeping one's stand still; the process' is the sum.
 * @cores 2
 */
#include <sys/resource.h>
#include "test.h"

#define MS 1000000LL

static volatile int stop;

static void burn(int64_t ns)
{
	int64_t until = test_clock_ns(CLOCK_THREAD_CPUTIME_ID) + ns;

	while (test_clock_ns(CLOCK_THREAD_CPUTIME_ID) < until)
		;
}

static int64_t usage_ns(int who)
{
	struct rusage usage;

	CHECK_EQ(getrusage(who, &usage), 0);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 * MS +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
}

static void *busy(void *argument TEST_UNUSED)
{
	while (!stop)
		__builtin_ia32_pause(); /* where one host thread emulates all cores, the sleeper's gets its turn */
	return NULL;
}

static void *asleep(void *argument TEST_UNUSED)
{
	while (!stop)
		test_sleep_ms(5);
	return NULL;
}

static void check_others(void)
{
	pthread_t spinner = test_thread(busy, NULL), sleeper = test_thread(asleep, NULL);
	clockid_t spinner_clock, sleeper_clock;
	int64_t spinner_begin, sleeper_begin, process_begin = test_clock_ns(CLOCK_PROCESS_CPUTIME_ID);

	CHECK_EQ(pthread_getcpuclockid(spinner, &spinner_clock), 0);
	CHECK_EQ(pthread_getcpuclockid(sleeper, &sleeper_clock), 0);
	spinner_begin = test_clock_ns(spinner_clock);
	sleeper_begin = test_clock_ns(sleeper_clock);
	while (test_clock_ns(spinner_clock) < spinner_begin + 100 * MS)
		test_sleep_ms(5);
	CHECK_OP(test_clock_ns(sleeper_clock) - sleeper_begin, <, 50 * MS);
	CHECK_OP(test_clock_ns(CLOCK_PROCESS_CPUTIME_ID) - process_begin, >=, 100 * MS);
	stop = 1;
	test_join(spinner);
	test_join(sleeper);
}

int main(void)
{
	int64_t begin = test_clock_ns(CLOCK_THREAD_CPUTIME_ID), usage = usage_ns(RUSAGE_THREAD), slept;
	clockid_t process_clock;

	burn(60 * MS);
	CHECK_OP(test_clock_ns(CLOCK_THREAD_CPUTIME_ID) - begin, >=, 60 * MS);
	CHECK_OP(usage_ns(RUSAGE_THREAD) - usage, >=, 40 * MS); /* may count by ticks */
	CHECK_OP(usage_ns(RUSAGE_SELF), >=, usage_ns(RUSAGE_THREAD) - 10 * MS);
	slept = test_clock_ns(CLOCK_THREAD_CPUTIME_ID);
	test_sleep_ms(200);
	CHECK_OP(test_clock_ns(CLOCK_THREAD_CPUTIME_ID) - slept, <, 100 * MS);
	check_others();
	CHECK_EQ(clock_getcpuclockid(getpid(), &process_clock), 0);
	CHECK_OP(test_clock_ns(process_clock), >=, 160 * MS);
	CHECK_EQ(usage_ns(RUSAGE_CHILDREN), 0);
	CHECK_ERRNO(getrusage(77, NULL), EINVAL);
	return 0;
}
