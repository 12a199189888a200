/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thousands of detached threads that touch their stacks and the heap: the memory in use does not grow with their
 * number.
 * @only isle
 */
#include "test.h"
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#define AT_ONCE 8
#define ROUNDS  250

static sem_t done;

static void *run(void *argument)
{
	volatile char stack[100000];
	char text[32];
	for (size_t i = 0; i < sizeof(stack); i += 4096)
		stack[i] = 1;
	snprintf(text, sizeof(text), "%f", 1.5);
	free(malloc(1000));
	sem_post(&done);
	return argument;
}

static long run_rounds(int rounds)
{
	pthread_attr_t attributes;
	pthread_t thread;
	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED), 0);
	while (rounds-- > 0) {
		for (int i = 0; i < AT_ONCE; i++)
			CHECK_EQ(pthread_create(&thread, &attributes, run, NULL), 0);
		for (int i = 0; i < AT_ONCE; i++)
			CHECK_EQ(sem_wait(&done), 0);
	}
	return sysconf(_SC_AVPHYS_PAGES);
}

int main(void)
{
	CHECK_EQ(sem_init(&done, 0, 0), 0);
	long before = run_rounds(ROUNDS), after = run_rounds(ROUNDS);
	CHECK(before > 0);
	CHECK(before - after < AT_ONCE * ROUNDS / 4); /* pages: a leak of one a thread would be four times that */
	return 0;
}
