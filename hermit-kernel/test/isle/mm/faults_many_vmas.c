/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Each thread maps, touches, protects and unmaps memory of its own while the others do the same: nobody sees another's
 * bytes, and fresh memory is zero.
 * @cores 4
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define THREADS 4
#define ROUNDS  30
#define PAGE    4096UL
#define ANON    (MAP_PRIVATE | MAP_ANONYMOUS)

static void *body(void *argument)
{
	uint64_t index = (uint64_t)argument, random = index + 99;
	int round;

	for (round = 0; round < ROUNDS; round++) {
		size_t pages = 1 + test_random(&random) % 100, i;
		uint64_t *memory = OK(mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));

		for (i = 0; i < pages * PAGE / 8; i += 64) {
			if (memory[i] != 0)
				CHECK_EQ(memory[i], 0);
			memory[i] = index << 32 | i;
		}
		CHECK_EQ(mprotect(memory, (pages / 2 + 1) * PAGE, PROT_READ), 0);
		for (i = 0; i < pages * PAGE / 8; i += 64)
			if (memory[i] != (index << 32 | i))
				CHECK_EQ(memory[i], index << 32 | i);
		if (pages > 4)
			CHECK_EQ(munmap(memory + PAGE / 8, PAGE), 0);
		CHECK_EQ(munmap(memory, pages * PAGE), 0);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
