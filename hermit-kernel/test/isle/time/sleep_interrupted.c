/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A sleep that a handler interrupts says EINTR and how much is left; the rest slept, the whole time has passed.
 * @cores 2
 */
#include "test.h"

#define SLEEP_NS 200000000LL

static volatile int asleep, awake;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
}

static void *disturb(void *argument)
{
	while (!awake) {
		test_sleep_ms(10);
		if (asleep)
			pthread_kill(*(pthread_t *)argument, SIGUSR1);
	}
	return NULL;
}

static void check(int (*sleep_call)(const struct timespec *, struct timespec *))
{
	struct timespec left = test_timespec(SLEEP_NS), before;
	int64_t begin = test_now_ns();
	int interrupted = 0;

	asleep = 1;
	do
		before = left;
	while (sleep_call(&before, &left) != 0 && ++interrupted);
	asleep = 0;
	CHECK_OP(test_now_ns() - begin, >=, SLEEP_NS);
	CHECK_OP(interrupted, >, 0);
	CHECK(left.tv_sec == 0 && left.tv_nsec < SLEEP_NS);
}

static int by_nanosleep(const struct timespec *time, struct timespec *left)
{
	if (nanosleep(time, left) == 0)
		return 0;
	CHECK_EQ(errno, EINTR);
	return -1;
}

static int by_clock_nanosleep(const struct timespec *time, struct timespec *left)
{
	int result = clock_nanosleep(CLOCK_MONOTONIC, 0, time, left);

	CHECK(result == 0 || result == EINTR);
	return result;
}

int main(void)
{
	pthread_t self = pthread_self(), thread;

	test_handle(SIGUSR1, handler, SA_RESTART);
	thread = test_thread(disturb, &self);
	check(by_nanosleep);
	check(by_clock_nanosleep);
	awake = 1;
	test_join(thread);
	return 0;
}
