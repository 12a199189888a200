/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The allocator in several threads at once, each block with a checked pattern. A part of the blocks changes hands: it
 * is given back by another thread than the one that asked for it.
 *
 * @expect ^4 threads, 20000 operations, [1-9][0-9]* blocks changed hands, every block intact$
 */
#include "lib/blocks.h"
#include "lib/check.h"

#include <pthread.h>

#define THREADS    4
#define SLOTS      128
#define SHARED     32
#define OPERATIONS 5000 /* of each thread */
#define LARGEST    (128 * 1024)

struct worker {
	pthread_t thread;
	struct blocks_random random;
	struct block slots[SLOTS];
};

static struct worker workers[THREADS];
static pthread_mutex_t shared_lock = PTHREAD_MUTEX_INITIALIZER;
static struct block shared[SHARED]; /* under shared_lock, as `exchanges` */
static long exchanges;

/* Puts an own block where others find it, and takes what was there. */
static void exchange(struct worker *worker, struct block *block)
{
	uint32_t place = blocks_random_next(&worker->random) % SHARED;
	pthread_mutex_lock(&shared_lock);
	struct block other = shared[place];
	shared[place] = *block;
	exchanges += other.memory != NULL;
	pthread_mutex_unlock(&shared_lock);
	*block = other;
	if (block->memory)
		block_check(block);
}

static void operate(struct worker *worker)
{
	struct block *block = &worker->slots[blocks_random_next(&worker->random) % SLOTS];
	if (!block->memory) {
		block_allocate(block, &worker->random, LARGEST);
		return;
	}
	switch (blocks_random_next(&worker->random) % 4) {
	case 0:
		block_resize(block, &worker->random, LARGEST);
		break;
	case 1:
		exchange(worker, block);
		break;
	default:
		block_free(block);
	}
}

static void *work(void *argument)
{
	struct worker *worker = argument;
	for (int i = 0; i < OPERATIONS; i++)
		operate(worker);
	return NULL;
}

static void free_all(struct block *blocks, int count)
{
	for (int i = 0; i < count; i++)
		if (blocks[i].memory)
			block_free(&blocks[i]);
}

int main(void)
{
	for (int i = 0; i < THREADS; i++) {
		workers[i].random.state = 1000003ULL * (unsigned)(i + 1);
		int error = pthread_create(&workers[i].thread, NULL, work, &workers[i]);
		CHECK(error == 0, "pthread_create: %d", error);
	}
	for (int i = 0; i < THREADS; i++)
		CHECK(pthread_join(workers[i].thread, NULL) == 0, "pthread_join of thread %d failed", i);
	for (int i = 0; i < THREADS; i++)
		free_all(workers[i].slots, SLOTS);
	free_all(shared, SHARED);
	CHECK(exchanges > 0, "no block changed hands");
	printf("%d threads, %d operations, %ld blocks changed hands, every block intact\n", THREADS,
		THREADS * OPERATIONS, exchanges);
	return 0;
}
