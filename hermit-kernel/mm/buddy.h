/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Free blocks of one span of physical memory.
 *
 * A block of order k is 2^k pages, aligned to its size. For each order a bitmap has a bit per block, set while the
 * block is free as a whole; a free block's halves are not marked in the orders below. Two buddies of order k are never
 * free both: they would have become one block of order k + 1. Each bitmap carries summaries (a bit per word that is not
 * zero, up to a single word), so finding the first free block, and changing a bit, touch a handful of words however
 * large the span is.
 *
 * No locking here: the node's lock (page.c).
 */
#ifndef MM_BUDDY_H
#define MM_BUDDY_H

#include "mm/page.h"

#define BITMAP_LEVELS 6 /* 64^6 bits: a span of 256 TiB */

struct bitmap {
	unsigned levels;
	uint64_t *words[BITMAP_LEVELS]; /* 0: the bits; the last: one word */
};

struct span {
	phys_t start, end;  /* memory that is handed out */
	phys_t origin;      /* start, rounded down to the largest block: bit 0 of every bitmap */
	phys_t low;         /* where its metadata begin: [low, end) belongs to the span */
	struct span *next;  /* of the same node */
	struct page *pages; /* of `start` and on */
	uint64_t *used;     /* bit per page from `origin`: handed out since boot; NULL: memory did not come zeroed */
	unsigned node;
	uint64_t free_pages;
	uint64_t free_blocks[PAGE_ORDER_MAX + 1];
	struct bitmap free[PAGE_ORDER_MAX + 1];
};

/** Bytes of bitmaps (and nothing else) for a span. */
uint64_t buddy_metadata_size(phys_t start, phys_t end, bool zeroed);
/** `span` has start, end; `metadata` has as many zeroed bytes as buddy_metadata_size says. All memory counts as taken.
 */
void buddy_init(struct span *span, void *metadata, bool zeroed);
/** Add any page-aligned range that is not free yet. */
void buddy_free_range(struct span *span, phys_t start, phys_t end);
/** Address of a block, or 0. */
phys_t buddy_alloc(struct span *span, unsigned order);
void buddy_free(struct span *span, phys_t block, unsigned order);
/** Mark pages as used; true if none of them was before, and so all are still zero. */
bool buddy_mark_used(struct span *span, phys_t block, unsigned order);

#endif
