/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "cpulist.h"

#include <errno.h>
#include <stdlib.h>

static void expect_format(const char *text, const char *expected, size_t count)
{
	struct cpulist list;
	assert_int_equal(cpulist_parse(text, &list), 0);
	assert_int_equal(list.count, count);
	char *again = cpulist_format(&list);
	assert_string_equal(again, expected);
	free(again);
}

static void single_cpus_and_ranges(void **state)
{
	(void)state;
	expect_format("0", "0", 1);
	expect_format("3-5", "3-5", 3);
	expect_format("1,4", "1,4", 2);
	expect_format("4,1,2-3", "1-4", 4);
	expect_format("8-8,0", "0,8", 2);
	expect_format("0-8191", "0-8191", 8192);
	expect_format("8191", "8191", 1);
}

static void wrong_lists(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", ",", "1,", ",1", "1,,2", "-1", "1-", "2-1", "1-2-3", "a", " 1", "1 ",
		"1;2", "8192", "0-8192", "99999999999999999999", "1,1", "1-3,2", "0x1"};
	struct cpulist list;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(cpulist_parse(wrong[i], &list), -EINVAL);
}

static void intersection(void **state)
{
	(void)state;
	struct cpulist list, other;
	assert_int_equal(cpulist_parse("0-5,9", &list), 0);
	assert_int_equal(cpulist_parse("4-9", &other), 0);
	cpulist_intersect(&list, &other);
	char *text = cpulist_format(&list);
	assert_string_equal(text, "4-5,9");
	assert_int_equal(list.count, 3);
	free(text);
}

static void walk(void **state)
{
	(void)state;
	struct cpulist list;
	assert_int_equal(cpulist_parse("2,7", &list), 0);
	assert_int_equal(cpulist_next(&list, 0), 2);
	assert_int_equal(cpulist_next(&list, 3), 7);
	assert_int_equal(cpulist_next(&list, 8), -1);
	assert_false(cpulist_has(&list, 9000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_cpus_and_ranges),
		cmocka_unit_test(wrong_lists),
		cmocka_unit_test(intersection),
		cmocka_unit_test(walk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
