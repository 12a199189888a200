/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thousands of short threads, joined and detached, several creators at once: ids are reused, stacks and kernel memory
 * too.
 * @cores 4
 * @timeout 60
 */
#include "test.h"

#define CREATORS 4
#define ROUNDS   400

static int ended;

static void *short_life(void *argument)
{
	__atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST);
	return argument;
}

static void *create(void *argument)
{
	pthread_attr_t detached;
	pthread_t thread;
	long i;

	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	for (i = 0; i < ROUNDS; i++) {
		if (i % 4 == 0) {
			int before = __atomic_load_n(&ended, __ATOMIC_SEQ_CST);

			CHECK_EQ(pthread_create(&thread, &detached, short_life, NULL), 0);
			while (__atomic_load_n(&ended, __ATOMIC_SEQ_CST) == before)
				sched_yield();
		} else {
			CHECK_EQ(test_join(test_thread(short_life, (void *)i)), i);
		}
	}
	return argument;
}

int main(void)
{
	pthread_t threads[CREATORS];
	long i;

	for (i = 0; i < CREATORS; i++)
		threads[i] = test_thread(create, NULL);
	for (i = 0; i < CREATORS; i++)
		test_join(threads[i]);
	while (__atomic_load_n(&ended, __ATOMIC_SEQ_CST) < CREATORS * ROUNDS)
		sched_yield();
	CHECK_EQ(ended, CREATORS * ROUNDS);
	return 0;
}
