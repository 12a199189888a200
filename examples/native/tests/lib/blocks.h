/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Blocks from malloc that carry a pattern: whoever writes into a block that is not its own is found out when that
 * block is checked, at the latest when it is given back.
 */
#ifndef NATIVE_BLOCKS_H
#define NATIVE_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

/* A pseudo-random sequence (xorshift64*), one for each thread; never 0. */
struct blocks_random {
	uint64_t state;
};

struct block {
	unsigned char *memory; /* NULL: none */
	size_t size;
	uint32_t seed; /* its pattern */
};

uint32_t blocks_random_next(struct blocks_random *random);

/* A size that programs ask for: mostly below 1 KiB, seldom up to `largest`. At least 1. */
size_t blocks_random_size(struct blocks_random *random, size_t largest);

/* By malloc or, now and then, calloc (checked to be zero) or aligned_alloc; filled with its pattern. */
void block_allocate(struct block *block, struct blocks_random *random, size_t largest);

/* Another size by realloc; what was in it must be kept. */
void block_resize(struct block *block, struct blocks_random *random, size_t largest);

void block_check(const struct block *block);

/* Checks the pattern, then gives the block back. */
void block_free(struct block *block);

#endif
