/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library's allocator under several threads: blocks of all sizes keep their bytes until they are freed, also by
 * another thread, and the memory is reused.
 * @cores 4
 * @timeout 60
 */
#include "test.h"

#define THREADS 4
#define SLOTS   200
#define ROUNDS  3000

struct block {
	size_t size;
	unsigned char fill;
	unsigned char *bytes;
};

static struct block handed_over[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void check_and_free(struct block *block)
{
	size_t i;

	for (i = 0; i < block->size; i += i < 64 ? 1 : 509)
		if (block->bytes[i] != block->fill)
			CHECK_EQ(block->bytes[i], block->fill);
	free(block->bytes);
	block->bytes = NULL;
}

static void swap_with_others(struct block *block, size_t slot)
{
	struct block mine = *block;

	pthread_mutex_lock(&lock);
	*block = handed_over[slot];
	handed_over[slot] = mine;
	pthread_mutex_unlock(&lock);
}

static void *body(void *argument)
{
	struct block blocks[SLOTS];
	uint64_t random = (uint64_t)argument * 77 + 1;
	int round, i;

	memset(blocks, 0, sizeof(blocks));
	for (round = 0; round < ROUNDS; round++) {
		struct block *block = &blocks[test_random(&random) % SLOTS];

		if (block->bytes)
			check_and_free(block);
		block->size = 1 + test_random(&random) % (test_random(&random) % 100 ? 2000 : 400000);
		block->fill = (unsigned char)test_random(&random);
		block->bytes = malloc(block->size);
		CHECK(block->bytes != NULL);
		memset(block->bytes, block->fill, block->size);
		if (round % 10 == 0)
			swap_with_others(block, test_random(&random) % SLOTS);
	}
	for (i = 0; i < SLOTS; i++)
		if (blocks[i].bytes)
			check_and_free(&blocks[i]);
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
