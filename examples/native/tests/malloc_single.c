/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The allocator in one thread: random sizes in random order, each block with a pattern that is checked before the
 * block changes; then wrong sizes, which must be refused.
 *
 * @expect ^20000 operations, every block intact$
 */
#include "lib/blocks.h"
#include "lib/check.h"

#include <errno.h>
#include <stdint.h>

#define SLOTS      256
#define OPERATIONS 20000
#define LARGEST    (512 * 1024)

static struct block slots[SLOTS];

static void operate(struct blocks_random *random)
{
	struct block *block = &slots[blocks_random_next(random) % SLOTS];
	if (!block->memory)
		block_allocate(block, random, LARGEST);
	else if (blocks_random_next(random) % 4 == 0)
		block_resize(block, random, LARGEST);
	else
		block_free(block);
}

static void check_refused(const char *call, size_t size, void *result)
{
	CHECK(!result && errno == ENOMEM, "%s of %zu bytes returned %p, errno %d", call, size, result, errno);
	errno = 0;
}

/* A null pointer and ENOMEM. The sizes are volatile so that the compiler does not judge them itself. */
static void check_refusals(void)
{
	volatile size_t huge = SIZE_MAX - 8191, half = SIZE_MAX / 2 + 2; /* half * 2 does not fit into a size_t */
	struct blocks_random random = {.state = 1};
	struct block block;
	errno = 0;
	check_refused("malloc", huge, malloc(huge));
	check_refused("calloc, twice", half, calloc(half, 2));
	check_refused("aligned_alloc", huge, aligned_alloc(4096, huge));
	block_allocate(&block, &random, 1000);
	errno = 0;
	check_refused("realloc", huge, realloc(block.memory, huge));
	block_free(&block); /* it is as it was */
	free(NULL);
}

int main(void)
{
	struct blocks_random random = {.state = 20260101};
	for (int i = 0; i < OPERATIONS; i++)
		operate(&random);
	for (int i = 0; i < SLOTS; i++)
		if (slots[i].memory)
			block_free(&slots[i]);
	check_refusals();
	printf("%d operations, every block intact\n", OPERATIONS);
	return 0;
}
