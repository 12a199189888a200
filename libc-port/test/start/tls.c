/* SPDX-License-Identifier: BSD-3-Clause */
/* Thread-local variables: initial values, zeroes, alignment, and that each thread has its own. */
#include "test.h"
#include <pthread.h>
#include <stdint.h>

static __thread int number = 42;
static __thread char text[32] = "initial";
static __thread long zeroes[100];
static __thread char aligned[128] __attribute__((aligned(128)));

static void check_fresh(void)
{
	CHECK_EQ(number, 42);
	CHECK_STR(text, "initial");
	for (int i = 0; i < 100; i++)
		CHECK_EQ(zeroes[i], 0);
	CHECK_EQ((uintptr_t)aligned % 128, 0);
	CHECK_EQ(aligned[127], 0);
}

static void *run(void *argument)
{
	check_fresh();
	number = (int)(intptr_t)argument;
	memset(zeroes, 0xff, sizeof(zeroes));
	memset(aligned, 1, sizeof(aligned));
	strcpy(text, "changed");
	errno = EDOM;
	return &number;
}

int main(void)
{
	check_fresh();
	number = 1;
	errno = 0;
	for (int i = 0; i < 100; i++) {
		pthread_t thread;
		void *where;
		CHECK_EQ(pthread_create(&thread, NULL, run, (void *)(intptr_t)i), 0);
		CHECK_EQ(pthread_join(thread, &where), 0);
		CHECK(where != &number);
		CHECK_EQ(number, 1);
		CHECK_EQ(errno, 0);
	}
	return 0;
}
