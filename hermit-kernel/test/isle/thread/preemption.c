/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * More busy threads than CPUs, none of which ever calls the kernel: all make progress, and a sleeper still gets its
 * turn.
 * @cores 2
 * @timeout 60
 */
#include "test.h"

#define THREADS 12

static volatile struct {
	long count;
	long padding[7];
} progress[THREADS];
static volatile int stop;

static void *spin(void *argument)
{
	long index = (long)argument;

	while (!stop)
		progress[index].count++;
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int round;
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(spin, (void *)i);
	for (round = 0; round < 5; round++) {
		long before[THREADS];

		for (i = 0; i < THREADS; i++)
			before[i] = progress[i].count;
		for (i = 0; i < THREADS; i++)
			while (progress[i].count == before[i])
				test_sleep_ms(1);
	}
	stop = 1;
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
