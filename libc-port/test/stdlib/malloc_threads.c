/* SPDX-License-Identifier: BSD-3-Clause */
/* The heap under threads: blocks are made by one thread and freed by another, with a pattern that is checked. */
#include "test.h"
#include <pthread.h>
#include <stdint.h>

#define THREADS 4
#define SHARED  64
#define ROUNDS  20000

struct block {
	size_t size;
	unsigned char bytes[];
};

static struct block *shared[SHARED];

static void fill(struct block *block, size_t size)
{
	block->size = size;
	memset(block->bytes, (int)(size & 0xff), size);
}

static void check(struct block *block)
{
	for (size_t i = 0; i < block->size; i++)
		CHECK_EQ(block->bytes[i], block->size & 0xff);
}

static void *run(void *argument)
{
	uint32_t seed = (uint32_t)(uintptr_t)argument;
	for (int i = 0; i < ROUNDS; i++) {
		seed = seed * 1664525 + 1013904223;
		size_t size = (seed >> 8) % 2000;
		struct block *block = malloc(sizeof(*block) + size);
		CHECK(block);
		fill(block, size);
		block = __atomic_exchange_n(&shared[(seed >> 20) % SHARED], block, __ATOMIC_ACQ_REL);
		if (block) {
			check(block);
			free(block);
		}
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	for (uintptr_t i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, run, (void *)(i + 1)), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < SHARED; i++) {
		if (shared[i])
			check(shared[i]);
		free(shared[i]);
	}
	return 0;
}
