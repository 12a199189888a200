/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A bounded queue of a mutex and two condition variables, several producers and consumers: each item arrives once.
 * @cores 4
 */
#include "test.h"

#define THREADS 4
#define ITEMS   4000
#define SLOTS   7

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER, not_full = PTHREAD_COND_INITIALIZER;
static int queue[SLOTS], used, taken;
static char seen[THREADS * ITEMS];

static void *produce(void *argument)
{
	int i;

	for (i = 0; i < ITEMS; i++) {
		pthread_mutex_lock(&lock);
		while (used == SLOTS)
			pthread_cond_wait(&not_full, &lock);
		queue[used++] = (int)(long)argument * ITEMS + i;
		pthread_cond_signal(&not_empty);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void *consume(void *argument TEST_UNUSED)
{
	for (;;) {
		pthread_mutex_lock(&lock);
		while (used == 0 && taken < THREADS * ITEMS)
			pthread_cond_wait(&not_empty, &lock);
		if (used == 0) {
			pthread_mutex_unlock(&lock);
			return NULL;
		}
		seen[queue[--used]]++;
		if (++taken == THREADS * ITEMS)
			pthread_cond_broadcast(&not_empty);
		pthread_cond_signal(&not_full);
		pthread_mutex_unlock(&lock);
	}
}

static void check_timed_wait(void)
{
	struct timespec until = test_timespec(test_clock_ns(CLOCK_REALTIME) + 20000000);
	pthread_cond_t never = PTHREAD_COND_INITIALIZER;

	pthread_mutex_lock(&lock);
	CHECK_EQ(pthread_cond_timedwait(&never, &lock, &until), ETIMEDOUT);
	CHECK_OP(test_clock_ns(CLOCK_REALTIME), >=, until.tv_sec * 1000000000LL + until.tv_nsec);
	pthread_mutex_unlock(&lock);
}

int main(void)
{
	pthread_t threads[2 * THREADS];
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(consume, NULL);
	for (i = 0; i < THREADS; i++)
		threads[THREADS + i] = test_thread(produce, (void *)i);
	for (i = 0; i < 2 * THREADS; i++)
		test_join(threads[i]);
	for (i = 0; i < THREADS * ITEMS; i++)
		CHECK_EQ(seen[i], 1);
	check_timed_wait();
	return 0;
}
