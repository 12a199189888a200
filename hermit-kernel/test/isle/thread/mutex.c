/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Many threads count under one mutex, with and without contention, on all cores: nothing is lost and all make progress.
 * @cores 4
 */
#include "test.h"

#define THREADS 8
#define ROUNDS  20000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long counter;

static void *body(void *argument)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&lock);
		counter++;
		if (argument && i % 64 == 0)
			sched_yield(); /* keeps the lock while others want it */
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)(i % 2));
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(counter, (long)THREADS * ROUNDS);
	return 0;
}
