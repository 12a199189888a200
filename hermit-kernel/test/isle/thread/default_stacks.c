/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two hundred threads with the default stack of 8 MiB fit into little memory: stacks cost what is touched.
 * @memory 128M
 */
#include "test.h"

#define THREADS 200

static pthread_barrier_t barrier;

static void *body(void *argument)
{
	volatile char frame[10000];

	memset((void *)frame, (int)(long)argument, sizeof(frame));
	pthread_barrier_wait(&barrier);
	CHECK_EQ(frame[5000], (char)(long)argument);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	CHECK_EQ(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
