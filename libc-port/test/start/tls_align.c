/* SPDX-License-Identifier: BSD-3-Clause */
/* Thread-local variables aligned to a page, in the first thread and in others. */
#include "test.h"
#include <pthread.h>
#include <stdint.h>

static __thread _Alignas(4096) char page[4096];
static __thread _Alignas(256) int number = 7;
static __thread char last = 'x';

static void check_fresh(void)
{
	CHECK_EQ((uintptr_t)page % 4096, 0);
	CHECK_EQ((uintptr_t)&number % 256, 0);
	CHECK_EQ(number, 7);
	CHECK_EQ(last, 'x');
	for (size_t i = 0; i < sizeof(page); i++)
		CHECK_EQ(page[i], 0);
}

static void *run(void *argument)
{
	check_fresh();
	memset(page, 1, sizeof(page));
	number = 8;
	last = 'y';
	return argument;
}

int main(void)
{
	run(NULL);
	for (int i = 0; i < 3; i++) {
		pthread_t thread;
		CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
		CHECK_EQ(pthread_join(thread, NULL), 0);
	}
	return 0;
}
