/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads start with their argument, have stacks, ids and thread-local variables of their own, and return a value.
 * @cores 4
 */
#include "test.h"

#define THREADS 32

static __thread int local = 5;
static pid_t ids[THREADS];
static pthread_barrier_t all_alive;

static void *body(void *argument)
{
	long index = (long)argument;

	CHECK_EQ(local, 5);
	local = (int)index;
	ids[index] = test_gettid();
	CHECK(ids[index] != getpid());
	pthread_barrier_wait(&all_alive);
	CHECK_EQ(local, index);
	return (void *)(index * 3);
}

int main(void)
{
	pthread_t threads[THREADS];
	long i, j;

	CHECK_EQ(test_gettid(), getpid());
	CHECK_EQ(pthread_barrier_init(&all_alive, NULL, THREADS), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(test_join(threads[i]), i * 3);
	for (i = 0; i < THREADS; i++)
		for (j = 0; j < i; j++)
			CHECK(ids[i] != ids[j]);
	CHECK_EQ(local, 5);
	return 0;
}
