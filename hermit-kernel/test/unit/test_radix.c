// sources: lib/radix.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/radix.c against a table: indices near each other, far apart, and at the ends of the range; nothing leaks
 * (LeakSanitizer looks). */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "lib/radix.h"
#include "test/unit/host.h"

#define KEYS  400
#define STEPS 60000

static uint64_t keys[KEYS]; /* sorted, all different */
static void *model[KEYS];
static char values[KEYS];

static void choose_keys(void)
{
	uint64_t key = 0;
	for (unsigned i = 0; i < KEYS; i++) {
		keys[i] = key;
		uint64_t step = 1ULL << host_random() % 58;
		key += i < KEYS / 2 ? 1 + host_random() % 5 : host_random() % step + 1;
		if (key < keys[i] || key > UINT64_MAX - KEYS)
			key = keys[i] + 1;
	}
	keys[KEYS - 1] = UINT64_MAX;
}

static uint64_t model_count(void)
{
	uint64_t count = 0;
	for (unsigned i = 0; i < KEYS; i++)
		count += model[i] != NULL;
	return count;
}

static void check_next(const struct radix *radix, uint64_t from)
{
	unsigned i = 0;
	uint64_t index = from;
	while (i < KEYS && (keys[i] < from || !model[i]))
		i++;
	void *found = radix_next(radix, &index);
	assert_ptr_equal(found, i < KEYS ? model[i] : NULL);
	if (found)
		assert_int_equal(index, keys[i]);
}

static void step(struct radix *radix)
{
	unsigned i = host_random() % KEYS;
	switch (host_random() % 4) {
	case 0:
	case 1:
		assert_int_equal(radix_insert(radix, keys[i], &values[i]), model[i] ? -EEXIST : 0);
		model[i] = model[i] ? model[i] : &values[i];
		break;
	case 2:
		assert_ptr_equal(radix_remove(radix, keys[i]), model[i]);
		model[i] = NULL;
		break;
	case 3:
		assert_ptr_equal(radix_get(radix, keys[i]), model[i]);
		check_next(radix, keys[i]);
		check_next(radix, keys[i] + (keys[i] != UINT64_MAX));
		break;
	}
}

static void behaves_as_a_table(void **state)
{
	struct radix radix = RADIX_INIT;
	choose_keys();
	for (unsigned i = 0; i < STEPS; i++) {
		step(&radix);
		if (i % 1000 == 0)
			assert_int_equal(radix.count, model_count());
	}
	for (unsigned i = 0; i < KEYS; i++)
		assert_ptr_equal(radix_remove(&radix, keys[i]), model[i]);
	assert_null(radix.root); /* all nodes went with their last value */
}

static void clear_frees_all_nodes(void **state)
{
	struct radix radix = RADIX_INIT;
	for (unsigned i = 0; i < 1000; i++)
		assert_int_equal(radix_insert(&radix, host_random(), values), 0);
	radix_clear(&radix);
	assert_null(radix.root);
	assert_int_equal(radix.count, 0);
}

static void failed_insertion_changes_nothing(void **state)
{
	struct radix radix = RADIX_INIT;
	assert_int_equal(radix_insert(&radix, 5, values), 0);
	for (int allowed = 0;; allowed++) {
		host_allocations_left = allowed;
		int error = radix_insert(&radix, 1ULL << 40, values + 1);
		host_allocations_left = -1;
		if (!error)
			break;
		assert_int_equal(error, -ENOMEM);
		assert_ptr_equal(radix_get(&radix, 5), values);
		assert_null(radix_get(&radix, 1ULL << 40));
		assert_int_equal(radix.count, 1);
	}
	assert_ptr_equal(radix_replace(&radix, 5, values + 2), values);
	assert_ptr_equal(radix_get(&radix, 5), values + 2);
	radix_clear(&radix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(behaves_as_a_table),
		cmocka_unit_test(clear_frees_all_nodes),
		cmocka_unit_test(failed_insertion_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
