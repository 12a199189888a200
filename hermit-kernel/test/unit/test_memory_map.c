// sources: mm/memory_map.c test/unit/machine.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* mm/memory_map.c: random regions against a model that knows each page's kind and node. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "mm/memory_map.h"
#include "mm/page.h"
#include "test/unit/machine.h"

#define PAGES 600
#define NONE  0xff

static uint8_t kinds[PAGES], owners[PAGES];

static void model_add(uint64_t first, uint64_t end, uint8_t kind, uint8_t node)
{
	for (uint64_t page = first; page < end; page++) {
		kinds[page] = kind;
		owners[page] = node;
	}
}

/** The map has the same pages, and as few regions as can be. */
static void check_against_model(const struct memory_map *map)
{
	uint64_t page = 0;
	for (unsigned i = 0; i < map->count; i++) {
		const struct memory_region *region = &map->regions[i];
		assert_true(region->start < region->end);
		for (; page < region->start / PAGE_SIZE; page++)
			assert_int_equal(kinds[page], NONE);
		for (; page < region->end / PAGE_SIZE; page++) {
			assert_int_equal(kinds[page], region->kind);
			assert_int_equal(owners[page], region->node);
		}
		if (i > 0)
			assert_false(region[-1].end == region->start && region[-1].kind == region->kind &&
				     region[-1].node == region->node);
	}
	for (; page < PAGES; page++)
		assert_int_equal(kinds[page], NONE);
}

static void test_random_regions(void **state)
{
	for (int round = 0; round < 200; round++) {
		struct memory_map map = {0};
		memset(kinds, NONE, sizeof(kinds));
		for (int step = 0; step < 50; step++) {
			uint64_t first = machine_random_below(PAGES),
				 end = first + machine_random_below(PAGES - first + 1);
			enum memory_kind kind = (enum memory_kind)machine_random_below(4);
			unsigned node = (unsigned)machine_random_below(2);
			memory_map_add(&map, first * PAGE_SIZE, end * PAGE_SIZE, kind, node);
			model_add(first, end, (uint8_t)kind, (uint8_t)node);
			check_against_model(&map);
		}
	}
}

static void test_rounding(void **state)
{
	struct memory_map map = {0};
	memory_map_add(&map, 0x1001, 0x5fff, MEMORY_USABLE, 0);
	assert_int_equal(map.regions[0].start, 0x2000);
	assert_int_equal(map.regions[0].end, 0x5000);
	memory_map_add(&map, 0x3fff, 0x4001, MEMORY_RESERVED, 0);
	assert_int_equal(map.count, 2);
	assert_int_equal(map.regions[1].start, 0x3000);
	assert_int_equal(map.regions[1].end, 0x5000);
	memory_map_add(&map, 0x7001, 0x7fff, MEMORY_USABLE, 0); /* not a whole page */
	assert_int_equal(map.count, 2);
}

static void test_full_map_gives_up_the_smallest(void **state)
{
	struct memory_map map = {0};
	for (uint64_t i = 0; i < MEMORY_REGIONS_MAX; i++)
		memory_map_add(&map, i * MIB(1), i * MIB(1) + PAGE_SIZE * (i == 7 ? 1 : 4), MEMORY_USABLE, 0);
	memory_map_add(&map, GIB(1), GIB(2), MEMORY_USABLE, 0);
	assert_int_equal(map.count, MEMORY_REGIONS_MAX);
	assert_int_equal(map.regions[MEMORY_REGIONS_MAX - 1].start, GIB(1));
	assert_int_equal(map.regions[7].start, 8 * MIB(1));
	assert_int_equal(machine_log_lines(), 1);
}

static void test_take(void **state)
{
	struct memory_map map = {0};
	memory_map_add(&map, 0, MIB(4), MEMORY_USABLE, 1);
	assert_int_equal(memory_map_take(&map, 1, GIB(4)), MIB(1));
	assert_int_equal(memory_map_take(&map, MIB(2), GIB(4)), MIB(1) + PAGE_SIZE);
	assert_int_equal(memory_map_take(&map, MIB(2), GIB(4)), 0);
	assert_int_equal(memory_map_take(&map, PAGE_SIZE, MIB(1)), 0);
	assert_int_equal(map.count, 3);
	assert_int_equal(map.regions[1].kind, MEMORY_KERNEL);
	assert_int_equal(map.regions[1].node, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_full_map_gives_up_the_smallest),
		cmocka_unit_test(test_random_regions),
		cmocka_unit_test(test_rounding),
		cmocka_unit_test(test_take),
	};
	return cmocka_run_group_tests_name("memory_map", tests, NULL, NULL);
}
