/* SPDX-License-Identifier: BSD-3-Clause */
#include "mm/buddy.h"

#include "lib/log.h"

static uint64_t words_for(uint64_t bits)
{
	return (bits + 63) / 64;
}

static uint64_t bitmap_words(uint64_t bits)
{
	uint64_t total = 0, words;
	do {
		words = words_for(bits);
		total += words;
		bits = words;
	} while (words > 1);
	return total;
}

static uint64_t *bitmap_init(struct bitmap *bitmap, uint64_t bits, uint64_t *memory)
{
	uint64_t words;
	bitmap->levels = 0;
	do {
		words = words_for(bits);
		assert(bitmap->levels < BITMAP_LEVELS);
		bitmap->words[bitmap->levels++] = memory;
		memory += words;
		bits = words;
	} while (words > 1);
	return memory;
}

static void bitmap_set(struct bitmap *bitmap, uint64_t bit)
{
	for (unsigned level = 0; level < bitmap->levels; level++, bit /= 64) {
		uint64_t *word = &bitmap->words[level][bit / 64];
		uint64_t before = *word;
		*word = before | 1ULL << (bit % 64);
		if (before)
			break; /* the summaries know already */
	}
}

static void bitmap_clear(struct bitmap *bitmap, uint64_t bit)
{
	for (unsigned level = 0; level < bitmap->levels; level++, bit /= 64) {
		uint64_t *word = &bitmap->words[level][bit / 64];
		*word &= ~(1ULL << (bit % 64));
		if (*word)
			break;
	}
}

static bool bitmap_test(const struct bitmap *bitmap, uint64_t bit)
{
	return bitmap->words[0][bit / 64] >> (bit % 64) & 1;
}

/** First set bit; the caller knows that there is one. */
static uint64_t bitmap_first(const struct bitmap *bitmap)
{
	uint64_t bit = 0;
	for (unsigned level = bitmap->levels; level-- > 0;)
		bit = bit * 64 + (unsigned)__builtin_ctzll(bitmap->words[level][bit]);
	return bit;
}

static phys_t span_origin(phys_t start)
{
	return align_down(start, PAGE_SIZE << PAGE_ORDER_MAX);
}

/** Bits of the bitmap of an order: one for each block that begins below `end`, and one for a buddy that would begin
 * behind. */
static uint64_t order_bits(phys_t start, phys_t end, unsigned order)
{
	return ((end - span_origin(start) - 1) >> (PAGE_SHIFT + order)) + 2;
}

uint64_t buddy_metadata_size(phys_t start, phys_t end, bool zeroed)
{
	uint64_t words = zeroed ? words_for(order_bits(start, end, 0)) : 0;
	for (unsigned order = 0; order <= PAGE_ORDER_MAX; order++)
		words += bitmap_words(order_bits(start, end, order));
	return words * 8;
}

void buddy_init(struct span *span, void *metadata, bool zeroed)
{
	uint64_t *memory = metadata;
	span->origin = span_origin(span->start);
	span->free_pages = 0;
	for (unsigned order = 0; order <= PAGE_ORDER_MAX; order++) {
		span->free_blocks[order] = 0;
		memory = bitmap_init(&span->free[order], order_bits(span->start, span->end, order), memory);
	}
	span->used = zeroed ? memory : NULL;
}

static uint64_t block_index(const struct span *span, phys_t block, unsigned order)
{
	return (block - span->origin) >> (PAGE_SHIFT + order);
}

static void block_mark_free(struct span *span, uint64_t index, unsigned order)
{
	bitmap_set(&span->free[order], index);
	span->free_blocks[order]++;
}

static void block_mark_taken(struct span *span, uint64_t index, unsigned order)
{
	bitmap_clear(&span->free[order], index);
	span->free_blocks[order]--;
}

void buddy_free(struct span *span, phys_t block, unsigned order)
{
	uint64_t index = block_index(span, block, order);
	span->free_pages += 1ULL << order;
	assert(!bitmap_test(&span->free[order], index));
	while (order < PAGE_ORDER_MAX && bitmap_test(&span->free[order], index ^ 1)) {
		block_mark_taken(span, index ^ 1, order);
		index /= 2;
		order++;
	}
	block_mark_free(span, index, order);
}

phys_t buddy_alloc(struct span *span, unsigned order)
{
	unsigned found = order;
	while (found <= PAGE_ORDER_MAX && !span->free_blocks[found])
		found++;
	if (found > PAGE_ORDER_MAX)
		return 0;
	uint64_t index = bitmap_first(&span->free[found]);
	block_mark_taken(span, index, found);
	while (found > order) { /* keep the lower half, free the upper */
		found--;
		index *= 2;
		block_mark_free(span, index + 1, found);
	}
	span->free_pages -= 1ULL << order;
	return span->origin + (index << (PAGE_SHIFT + order));
}

void buddy_free_range(struct span *span, phys_t start, phys_t end)
{
	while (start < end) {
		unsigned order = 0;
		while (order < PAGE_ORDER_MAX && is_aligned(start, PAGE_SIZE << (order + 1)) &&
			(PAGE_SIZE << (order + 1)) <= end - start)
			order++;
		buddy_free(span, start, order);
		start += PAGE_SIZE << order;
	}
}

bool buddy_mark_used(struct span *span, phys_t block, unsigned order)
{
	if (!span->used)
		return false;
	uint64_t bit = block_index(span, block, 0), count = 1ULL << order;
	if (count < 64) { /* aligned: within one word */
		uint64_t mask = ((1ULL << count) - 1) << (bit % 64), *word = &span->used[bit / 64];
		bool fresh = !(*word & mask);
		*word |= mask;
		return fresh;
	}
	bool fresh = true;
	for (uint64_t i = bit / 64; i < (bit + count) / 64; i++) {
		fresh &= !span->used[i];
		span->used[i] = ~0ULL;
	}
	return fresh;
}
