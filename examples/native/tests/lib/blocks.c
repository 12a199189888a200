/* SPDX-License-Identifier: BSD-3-Clause */
#include "blocks.h"

#include "check.h"

#define ALIGNMENT 16 /* of malloc on x86-64: psABI, section 3.1.2 (max_align_t) */

uint32_t blocks_random_next(struct blocks_random *random)
{
	uint64_t x = random->state;
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	random->state = x;
	return (uint32_t)((x * 0x2545f4914f6cdd1dULL) >> 32);
}

size_t blocks_random_size(struct blocks_random *random, size_t largest)
{
	uint32_t kind = blocks_random_next(random) % 64;
	size_t limit = kind == 0 ? largest : kind < 8 ? 16384 : 1024;
	return 1 + blocks_random_next(random) % (limit < largest ? limit : largest);
}

static unsigned char pattern_at(uint32_t seed, size_t index)
{
	return (unsigned char)((seed + index) * 2654435761U >> 24);
}

static void check_pattern(const struct block *block, size_t length)
{
	for (size_t i = 0; i < length; i++)
		CHECK(block->memory[i] == pattern_at(block->seed, i),
			"byte %zu of a block of %zu bytes at %p is 0x%02x, expected 0x%02x", i, block->size,
			(void *)block->memory, block->memory[i], pattern_at(block->seed, i));
}

static void fill(struct block *block, struct blocks_random *random)
{
	block->seed = blocks_random_next(random);
	for (size_t i = 0; i < block->size; i++)
		block->memory[i] = pattern_at(block->seed, i);
}

static void check_address(const struct block *block, size_t alignment)
{
	CHECK(block->memory, "no memory for %zu bytes", block->size);
	CHECK((uintptr_t)block->memory % alignment == 0, "block of %zu bytes at %p is not aligned to %zu", block->size,
		(void *)block->memory, alignment);
}

static void allocate_zeroed(struct block *block)
{
	block->memory = calloc(1, block->size);
	check_address(block, ALIGNMENT);
	for (size_t i = 0; i < block->size; i++)
		CHECK(block->memory[i] == 0, "byte %zu of %zu from calloc is 0x%02x", i, block->size, block->memory[i]);
}

void block_allocate(struct block *block, struct blocks_random *random, size_t largest)
{
	uint32_t way = blocks_random_next(random) % 16;
	block->size = blocks_random_size(random, largest);
	if (way == 0) {
		allocate_zeroed(block);
	} else if (way == 1) {
		size_t alignment = (size_t)ALIGNMENT << blocks_random_next(random) % 9;
		block->size = (block->size + alignment - 1) / alignment * alignment; /* C11, section 7.22.3.1 */
		block->memory = aligned_alloc(alignment, block->size);
		check_address(block, alignment);
	} else {
		block->memory = malloc(block->size);
		check_address(block, ALIGNMENT);
	}
	fill(block, random);
}

void block_resize(struct block *block, struct blocks_random *random, size_t largest)
{
	size_t size = blocks_random_size(random, largest);
	size_t kept = size < block->size ? size : block->size;
	check_pattern(block, block->size);
	block->memory = realloc(block->memory, size);
	block->size = size;
	check_address(block, ALIGNMENT);
	check_pattern(block, kept);
	fill(block, random);
}

void block_check(const struct block *block)
{
	check_pattern(block, block->size);
}

void block_free(struct block *block)
{
	check_pattern(block, block->size);
	free(block->memory);
	block->memory = NULL;
}
