/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hundreds of threads sleep for different times, begun in no order: none wakes early, all wake.
 * @cores 2
 * @memory 512M
 */
#include "test.h"

#define THREADS 300

static int64_t begin_ns;
static int awake;

static void *body(void *argument)
{
	int64_t until = begin_ns + ((long)argument * 7919 % THREADS) * 1000000LL;
	struct timespec time = test_timespec(until);

	CHECK_EQ(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL), 0);
	CHECK_OP(test_now_ns(), >=, until);
	__atomic_add_fetch(&awake, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

int main(void)
{
	static pthread_t threads[THREADS];
	pthread_attr_t attributes;
	long i;

	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attributes, 128 << 10), 0);
	begin_ns = test_now_ns() + 50000000;
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], &attributes, body, (void *)i), 0);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(awake, THREADS);
	return 0;
}
