/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A stack that is used up ends the program, and touches nobody else's memory.
 * @expect-exit 139
 */
#include "test.h"
#include <pthread.h>

static volatile int for_ever = 1;

static __attribute__((noinline)) int descend(volatile char *above)
{
	volatile char frame[512];
	frame[0] = above[0] + 1;
	return for_ever ? descend(frame) + frame[0] : 0;
}

static void *run(void *argument)
{
	char first = 0;
	descend(&first);
	return argument;
}

int main(void)
{
	pthread_t thread;
	CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	return 0;
}
