// sources: mm/page.c mm/buddy.c mm/memory_map.c test/unit/machine.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* mm/page.c and mm/buddy.c: random allocations on two nodes and four cores against a model of every page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "mm/page.h"
#include "test/unit/machine.h"

#define NODE0_START MIB(2)
#define NODE0_END   MIB(66)
#define NODE1_START GIB(5) + MIB(3)
#define NODE1_END   GIB(5) + MIB(40)
#define BLOCKS      600
#define STEPS       200000

struct block {
	struct page *page;
	unsigned order;
};

static struct block blocks[BLOCKS];
static struct memory_map map;
static uint64_t total;

static int set_up(void **state)
{
	machine_add_memory(NODE0_START, NODE0_END);
	machine_add_memory(NODE1_START, NODE1_END);
	/* what firmware may have used is not zero, although the map says that memory came zeroed */
	memset(phys_to_virt(NODE0_START), 0xa5, MIB(14));
	memory_map_add(&map, NODE0_START, NODE0_END, MEMORY_USABLE, 0);
	memory_map_add(&map, NODE1_START, NODE1_END, MEMORY_USABLE, 1);
	map.zeroed = true;
	for (unsigned core = 4; core-- > 0;)
		machine_run_on(core, core % 2);
	page_init(&map);
	total = page_total_count();
	return 0;
}

static bool all_zero(const struct page *page, unsigned order)
{
	const uint64_t *word = page_to_virt(page), *end = word + (PAGE_SIZE << order) / 8;
	while (word < end && !*word)
		word++;
	return word == end;
}

static bool overlaps_any(const struct block *block)
{
	phys_t start = page_to_phys(block->page), end = start + (PAGE_SIZE << block->order);
	for (const struct block *other = blocks; other < blocks + BLOCKS; other++) {
		if (other == block || !other->page)
			continue;
		phys_t other_start = page_to_phys(other->page);
		if (start < other_start + (PAGE_SIZE << other->order) && other_start < end)
			return true;
	}
	return false;
}

static uint64_t pages_taken(void)
{
	uint64_t pages = 0;
	for (const struct block *block = blocks; block < blocks + BLOCKS; block++)
		pages += block->page ? 1ULL << block->order : 0;
	return pages;
}

static uint64_t pages_free(int node)
{
	struct memory_stats stats;
	page_stats(node, &stats);
	return stats.free / PAGE_SIZE;
}

static void check_block(struct block *block, unsigned flags, int node)
{
	phys_t phys = page_to_phys(block->page);
	assert_true(is_aligned(phys, PAGE_SIZE << block->order));
	assert_ptr_equal(page_from_phys(phys), block->page);
	assert_ptr_equal(page_from_phys(phys + 123), block->page);
	assert_int_equal(block->page->refs, 1);
	assert_int_equal(block->page->node, phys >= GIB(5));
	if (flags & PAGE_THISNODE && node != NODE_ANY)
		assert_int_equal(block->page->node, node);
	if (flags & PAGE_ZERO)
		assert_true(all_zero(block->page, block->order));
	assert_false(overlaps_any(block));
}

static void allocate(struct block *block)
{
	unsigned flags = (unsigned)machine_random_below(2) * PAGE_ZERO | PAGE_QUIET;
	int node = (int)machine_random_below(3) - 1;
	if (!machine_random_below(4))
		flags |= PAGE_THISNODE;
	block->order = machine_random_below(3) ? 0 : (unsigned)machine_random_below(11);
	block->page = page_alloc(block->order, flags, node);
	if (!block->page)
		return;
	check_block(block, flags, node);
	memset(page_to_virt(block->page), 0x5a, PAGE_SIZE << block->order);
}

static void free_block(struct block *block)
{
	page_get(block->page);
	page_put(block->page);
	assert_int_equal(block->page->refs, 1);
	page_put(block->page);
	block->page = NULL;
}

static void test_random_blocks(void **state)
{
	for (int step = 0; step < STEPS; step++) {
		unsigned core = (unsigned)machine_random_below(4);
		struct block *block = &blocks[machine_random_below(BLOCKS)];
		machine_run_on(core, core % 2);
		if (block->page)
			free_block(block);
		else
			allocate(block);
		if (step % 256 == 0)
			assert_int_equal(pages_free(NODE_ANY) + pages_taken(), total);
	}
	for (struct block *block = blocks; block < blocks + BLOCKS; block++)
		if (block->page)
			free_block(block);
	assert_int_equal(pages_free(NODE_ANY), total);
}

/** Buddies become one again: but for what the cores keep, large blocks are back. */
static void test_everything_can_be_had_again(void **state)
{
	struct page *large[64];
	unsigned count = 0;
	while (count < 64 && (large[count] = page_alloc(HUGE_PAGE_ORDER, PAGE_QUIET, NODE_ANY)))
		count++;
	/* 64 + 37 MiB, less metadata, at most one broken block per core's stack, and the unaligned ends */
	assert_in_range(count, 40, 50);
	while (count-- > 0)
		page_put(large[count]);
	assert_int_equal(pages_free(NODE_ANY), total);
}

static void test_exhaustion(void **state)
{
	struct page *list = NULL, *page;
	uint64_t count = 0;
	unsigned lines = machine_log_lines();
	machine_run_on(0, 0);
	while ((page = page_alloc(0, PAGE_PROGRAM | PAGE_QUIET, NODE_ANY))) {
		*(struct page **)page_to_virt(page) = list;
		list = page;
		count++;
	}
	assert_int_equal(machine_log_lines(), lines);
	assert_in_range(pages_free(NODE_ANY), total / 64 - 1, total / 64 + 128); /* the kernel's reserve */
	assert_null(page_alloc(PAGE_ORDER_MAX, 0, NODE_ANY));
	assert_int_equal(machine_log_lines(), lines + 1);
	page = page_alloc(0, 0, NODE_ANY); /* the kernel still gets some */
	assert_non_null(page);
	page_put(page);
	while (list) {
		page = list;
		list = *(struct page **)page_to_virt(page);
		page_put(page);
		count--;
	}
	assert_int_equal(count, 0);
	assert_int_equal(pages_free(NODE_ANY), total);
}

static void test_split(void **state)
{
	struct page *page = page_alloc(5, PAGE_ZERO, NODE_ANY);
	assert_non_null(page);
	page_split(page);
	for (unsigned i = 0; i < 32; i++) {
		assert_int_equal(page[i].refs, 1);
		assert_int_equal(page_to_phys(&page[i]), page_to_phys(page) + i * PAGE_SIZE);
	}
	for (unsigned i = 0; i < 32; i++)
		page_put(&page[i * 7 % 32]);
	assert_int_equal(pages_free(NODE_ANY), total);
}

static void test_addresses_of_nobody(void **state)
{
	assert_null(page_from_phys(0));
	assert_null(page_from_phys(NODE0_START)); /* the span's metadata */
	assert_null(page_from_phys(NODE0_END));
	assert_null(page_from_phys(GIB(4)));
	assert_null(page_from_phys(NODE1_END));
}

static uint64_t reclaim_some(uint64_t pages)
{
	return pages > 3 ? 3 : pages;
}

static void test_reclaim(void **state)
{
	assert_int_equal(page_reclaim(10), 0);
	page_register_reclaim(reclaim_some);
	page_register_reclaim(reclaim_some);
	assert_int_equal(page_reclaim(10), 6);
	assert_int_equal(page_reclaim(2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_can_be_had_again),
		cmocka_unit_test(test_random_blocks),
		cmocka_unit_test(test_everything_can_be_had_again),
		cmocka_unit_test(test_exhaustion),
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_addresses_of_nobody),
		cmocka_unit_test(test_reclaim),
	};
	return cmocka_run_group_tests_name("page", tests, set_up, NULL);
}
