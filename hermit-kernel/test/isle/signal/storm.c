/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads that send each other thousands of signals while they compute: results stay right, nothing is lost for good.
 * @cores 4
 * @timeout 60
 */
#include "test.h"

#define THREADS 4
#define SIGNALS 1500

static pthread_t threads[THREADS];
static pthread_barrier_t start, end;
static int handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	__atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
}

static double compute(int n)
{
	double sum = 0;
	int i;

	for (i = 1; i <= n; i++)
		sum += 1.0 / ((double)i * i);
	return sum;
}

static void *body(void *argument)
{
	long index = (long)argument;
	double expected = compute(500);
	int i;

	pthread_barrier_wait(&start);
	for (i = 0; i < SIGNALS; i++) {
		CHECK_EQ(pthread_kill(threads[(index + i) % THREADS], i % 2 ? SIGUSR1 : SIGRTMIN + 1), 0);
		CHECK(compute(500) == expected);
	}
	pthread_barrier_wait(&end);
	return NULL;
}

int main(void)
{
	long i;

	test_handle(SIGUSR1, handler, SA_RESTART);
	test_handle(SIGRTMIN + 1, handler, SA_RESTART);
	pthread_barrier_init(&start, NULL, THREADS + 1);
	pthread_barrier_init(&end, NULL, THREADS);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	pthread_barrier_wait(&start);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	/* All real-time ones came; standard ones may have merged. */
	CHECK_OP(handled, >=, THREADS * SIGNALS / 2);
	CHECK_OP(handled, <=, THREADS * SIGNALS);
	return 0;
}
