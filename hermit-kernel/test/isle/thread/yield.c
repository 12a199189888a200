/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sched_yield on one CPU lets the other runnable threads there go on: a hand-over chain by yields alone advances.
 * @cores 2
 */
#include "test.h"

#define THREADS 4
#define ROUNDS  200

static int turn;

static void *body(void *argument)
{
	int index = (int)(long)argument, i;

	for (i = 0; i < ROUNDS; i++) {
		while (__atomic_load_n(&turn, __ATOMIC_SEQ_CST) != index)
			CHECK_EQ(sched_yield(), 0);
		__atomic_store_n(&turn, (index + 1) % THREADS, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	test_bind(test_cpu(0));
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(turn, 0);
	return 0;
}
