/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Many threads touch the pages of one mapping for the first time, in orders of their own and often the same page at
 * once: each page is zero first, no write is lost.
 * @cores 4
 */
#include <sys/mman.h>
#include "test.h"

#define THREADS 8
#define PAGES   2048
#define PAGE    4096UL

static char *memory;
static pthread_barrier_t start;

static void *body(void *argument)
{
	uint64_t index = (uint64_t)argument, random = index + 1;
	int i;

	pthread_barrier_wait(&start);
	for (i = 0; i < PAGES; i++) {
		/* A stride coprime to PAGES visits all of them, in another order for each thread. */
		size_t page = (test_random(&random) & 1) ? ((size_t)i * (2 * index + 1)) % PAGES : (size_t)i;
		volatile uint64_t *slot = (uint64_t *)(memory + page * PAGE) + index;

		*slot = *slot + 1;
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	int round;
	long i;

	CHECK_EQ(pthread_barrier_init(&start, NULL, THREADS), 0);
	for (round = 0; round < 2; round++) {
		uint64_t sums[THREADS] = {0};

		memory = OK(mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
		for (i = 0; i < THREADS; i++)
			threads[i] = test_thread(body, (void *)i);
		for (i = 0; i < THREADS; i++)
			test_join(threads[i]);
		for (i = 0; i < PAGES * THREADS; i++)
			sums[i % THREADS] += ((uint64_t *)(memory + (size_t)(i / THREADS) * PAGE))[i % THREADS];
		for (i = 0; i < THREADS; i++)
			CHECK_EQ(sums[i], PAGES);
		for (i = 0; i < PAGES; i++)
			CHECK_EQ(((uint64_t *)(memory + (size_t)i * PAGE))[THREADS], 0);
		CHECK_EQ(munmap(memory, PAGES * PAGE), 0);
	}
	return 0;
}
