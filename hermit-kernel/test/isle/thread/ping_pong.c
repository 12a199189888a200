/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two threads wake each other through mutex and condition thousands of times, on one CPU and on two: no wake-up is
 * lost.
 * @cores 2
 * @timeout 60
 */
#include "test.h"

#define ROUNDS 5000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed[2] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};
static int turn, cpus[2];

static void *body(void *argument)
{
	int me = (int)(long)argument, i;

	test_bind(cpus[me]);
	for (i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&lock);
		while (turn != me)
			pthread_cond_wait(&changed[me], &lock);
		turn = 1 - me;
		pthread_cond_signal(&changed[1 - me]);
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void play(int first, int second)
{
	pthread_t threads[2];
	int i;

	cpus[0] = first;
	cpus[1] = second;
	turn = 0;
	for (i = 0; i < 2; i++)
		threads[i] = test_thread(body, (void *)(long)i);
	for (i = 0; i < 2; i++)
		test_join(threads[i]);
}

int main(void)
{
	int first = test_cpu(0), second = test_cpu(test_cpus() - 1);

	play(first, first);
	play(first, second);
	return 0;
}
