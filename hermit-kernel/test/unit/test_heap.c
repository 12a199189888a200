// sources: mm/heap.c mm/page.c mm/buddy.c mm/memory_map.c test/unit/machine.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* mm/heap.c: random sizes on several cores; contents stay, alignment holds, everything comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "mm/heap.h"
#include "mm/page.h"
#include "test/unit/machine.h"

#define START   MIB(32)
#define END     MIB(96)
#define OBJECTS 3000
#define STEPS   300000

struct object {
	uint8_t *memory;
	size_t size;
	uint8_t mark;
};

static struct object objects[OBJECTS];
static struct memory_map map;

static int set_up(void **state)
{
	machine_add_memory(START, END);
	memory_map_add(&map, START, END, MEMORY_USABLE, 0);
	machine_run_on(0, 0);
	page_init(&map);
	return 0;
}

static size_t random_size(void)
{
	switch (machine_random_below(8)) {
	case 0:
		return machine_random_below(20000);
	case 1:
		return 1ULL << machine_random_below(14);
	default:
		return machine_random_below(600);
	}
}

static void check_contents(const struct object *object, size_t size)
{
	for (size_t i = 0; i < size; i++)
		assert_int_equal(object->memory[i], object->mark);
}

static void check_alignment(const struct object *object)
{
	uint64_t address = (uint64_t)object->memory, size = object->size;
	assert_true(is_aligned(address, 16ULL));
	if (size && !(size & (size - 1)))
		assert_true(is_aligned(address, min(size, (uint64_t)PAGE_SIZE)));
}

static void fill(struct object *object)
{
	object->mark = (uint8_t)machine_random();
	memset(object->memory, object->mark, object->size);
}

static void allocate(struct object *object)
{
	object->size = random_size();
	object->memory = machine_random_below(2) ? heap_alloc(object->size) : heap_zalloc(object->size);
	assert_non_null(object->memory);
	check_alignment(object);
	fill(object);
}

static void resize(struct object *object)
{
	size_t size = random_size();
	object->memory = heap_realloc(object->memory, size);
	assert_non_null(object->memory);
	check_contents(object, min(size, object->size));
	object->size = size;
	fill(object);
}

static void release(struct object *object)
{
	check_contents(object, object->size);
	heap_free(object->memory);
	object->memory = NULL;
}

static void test_random_objects(void **state)
{
	for (int step = 0; step < STEPS; step++) {
		struct object *object = &objects[machine_random_below(OBJECTS)];
		machine_run_on((unsigned)machine_random_below(4), 0);
		if (!object->memory)
			allocate(object);
		else if (machine_random_below(4))
			release(object);
		else
			resize(object);
	}
	assert_true(heap_bytes_used() > 0);
	for (struct object *object = objects; object < objects + OBJECTS; object++)
		if (object->memory)
			release(object);
	/* what remains are the cores' magazines and an empty slab for each class */
	assert_in_range(heap_bytes_used(), 0, MIB(2));
}

static void test_zeroed(void **state)
{
	for (size_t size = 1; size < 10000; size = size * 3 + 1) {
		uint8_t *memory = heap_alloc(size);
		memset(memory, 0xff, size);
		heap_free(memory);
		memory = heap_zalloc(size);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		heap_free(memory);
	}
}

static void test_edges(void **state)
{
	heap_free(NULL);
	void *empty = heap_alloc(0);
	assert_non_null(empty);
	heap_free(empty);
	assert_null(heap_alloc(GIB(2)));
	assert_null(heap_alloc(SIZE_MAX));
	char *copy = heap_strdup("isle");
	assert_string_equal(copy, "isle");
	heap_free(copy);
}

static void test_exhaustion(void **state)
{
	struct memory_stats before, after;
	void **list = NULL, **next;
	machine_run_on(0, 0);
	page_stats(NODE_ANY, &before);
	while ((next = heap_alloc(2000))) {
		*next = list;
		list = next;
	}
	assert_null(heap_alloc(MIB(1)));
	for (; list; list = next) {
		next = *list;
		heap_free(list);
	}
	page_stats(NODE_ANY, &after);
	assert_in_range(after.free, before.free - MIB(1), before.free + MIB(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_objects),
		cmocka_unit_test(test_zeroed),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_exhaustion),
	};
	return cmocka_run_group_tests_name("heap", tests, set_up, NULL);
}
