/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Physical pages: a buddy allocator for each NUMA node, blocks of 2^order pages of 4 KiB, with a small cache per core.
 *
 * Free blocks are found by bitmaps, so a struct page is written for the first time when its page is allocated: memory
 * that nobody uses costs nothing at boot.
 */
#ifndef MM_PAGE_H
#define MM_PAGE_H

#include <arch/paging.h>
#include "lib/types.h"
#include "mm/memory_map.h"

#define PAGE_SHIFT          12
#define PAGE_SIZE           4096ULL
#define PAGE_MASK           (~(PAGE_SIZE - 1))
#define HUGE_PAGE_SHIFT     21
#define HUGE_PAGE_SIZE      (1ULL << HUGE_PAGE_SHIFT)
#define HUGE_PAGE_ORDER     9
#define GIGANTIC_PAGE_SIZE  (1ULL << 30)
#define GIGANTIC_PAGE_ORDER 18
#define PAGE_ORDER_MAX      GIGANTIC_PAGE_ORDER

static inline void *phys_to_virt(phys_t phys)
{
	return (void *)(DIRECT_MAP_BASE + phys);
}

/** Only for addresses of the direct map (heap, pages); not for kernel text or stacks. */
static inline phys_t virt_to_phys(const void *virt)
{
	return (uint64_t)virt - DIRECT_MAP_BASE;
}

struct page {
	_Atomic uint32_t refs; /* users: mappings, page cache, drivers. 0: free. Of a block: in its first page */
	uint8_t order;         /* of the block, in its first page */
	uint8_t flags;         /* PAGE_F_* */
	uint16_t node;
	union {
		struct { /* heap */
			void *slab;
		};
		struct { /* page cache */
			struct inode *inode;
		};
		uint64_t private;
	};
	uint64_t index; /* page cache: page number in the file */
	uint64_t spare;
};
#define PAGE_F_DIRTY    1u /* page cache: differs from what the server has */
#define PAGE_F_UPTODATE 2u
#define PAGE_F_FRESH    4u /* page.c: never used since boot, and memory came zeroed */

enum page_alloc_flags {
	PAGE_ZERO = 1,     /* filled with zeroes */
	PAGE_ATOMIC = 2,   /* caller can't sleep or has interrupts off; no difference today: no allocation sleeps */
	PAGE_QUIET = 4,    /* no log line on failure */
	PAGE_THISNODE = 8, /* fail rather than take another node's */
	PAGE_PROGRAM =
		16, /* memory of the program: fails while a last reserve is left, which the kernel keeps for itself */
	PAGE_URGENT =
		32, /* with PAGE_PROGRAM: may have half of it, so that the program can react to being out of memory */
};
#define NODE_ANY (-1)

/** After arch_direct_map; core_this() works. Memory below 1 MiB and small scraps are left alone. */
void page_init(struct memory_map *map);
/** 2^order pages, refs = 1, aligned to their size; NULL when there are none. From any context. `node`: preferred, or
 * NODE_ANY = this core's. */
struct page *page_alloc(unsigned order, unsigned flags, int node);
/** Drop one reference; the last frees the block. */
void page_put(struct page *page);
static inline void page_get(struct page *page)
{
	atomic_fetch_add_explicit(&page->refs, 1, memory_order_relaxed);
}
/** A block with refs = 1 becomes blocks of 2^order pages, each with refs = 1. */
void page_split_to(struct page *page, unsigned order);
static inline void page_split(struct page *page)
{
	page_split_to(page, 0);
}

phys_t page_to_phys(const struct page *page);
/** NULL for addresses that no allocator manages (devices, root image). */
struct page *page_from_phys(phys_t phys);
static inline void *page_to_virt(const struct page *page)
{
	return phys_to_virt(page_to_phys(page));
}

/** Fill whole pages with zeroes. */
static inline void page_clear(void *memory, uint64_t size)
{
	uint64_t words = size / 8;
	__asm__ volatile("rep stosq" : "+D"(memory), "+c"(words) : "a"(0) : "memory");
}

/**
 * Caches of what can be read again register a function that frees about `pages` pages and returns how many it freed; it
 * may sleep. page_reclaim asks them all; it is called for the program's sake when memory runs short.
 */
void page_register_reclaim(uint64_t (*reclaim)(uint64_t pages));
uint64_t page_reclaim(uint64_t pages);

struct memory_stats {
	uint64_t total, free; /* bytes */
};
/** Bytes that are free in blocks of 2^order pages and larger; NODE_ANY: all. */
uint64_t page_free_in_blocks(int node, unsigned order);
void page_stats(int node, struct memory_stats *stats); /* NODE_ANY: all */
/** Quick and approximate: pages free on all nodes; pages managed. */
uint64_t page_free_count(void);
uint64_t page_total_count(void);
unsigned nodes_count(void);

#endif
