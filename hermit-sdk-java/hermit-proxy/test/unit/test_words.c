/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "environment.h"
#include "stringlist.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The words, joined by '|'. */
static void expect_words(const char *text, const char *expected)
{
	struct strings list = {0};
	char joined[256] = "";
	assert_int_equal(strings_add_words(&list, text), 0);
	for (size_t i = 0; i < list.count; i++) {
		strcat(joined, i ? "|" : "");
		strcat(joined, list.items[i]);
	}
	assert_string_equal(joined, expected);
	if (list.count)
		assert_null(list.items[list.count]);
	strings_free(&list);
}

static void words_between_blanks(void **state)
{
	(void)state;
	expect_words("", "");
	expect_words("  \t\n ", "");
	expect_words(" a  b\tc\n", "a|b|c");
}

static void quotes(void **state)
{
	(void)state;
	expect_words("'a b' c", "a b|c");
	expect_words("\"a b\"c", "a bc");
	expect_words("'' \"\"", "|");
	expect_words("a'b'\"c\"d", "abcd");
	expect_words("'a\\b'", "a\\b");
	expect_words("\"a\\\"b\\\\c\\d\"", "a\"b\\c\\d");
	expect_words("a\\ b\\'c", "a b'c");
	expect_words("\"it's\"", "it's");
}

static void backslash_at_the_end_stands_for_itself(void **state)
{
	(void)state;
	expect_words("a\\", "a\\");
}

static void open_quotes(void **state)
{
	(void)state;
	static const char *const wrong[] = {"'", "\"", "a 'b", "a \"b\\\"", "'a\"", "\"a\\"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct strings list = {0};
		assert_int_equal(strings_add_words(&list, wrong[i]), -EINVAL);
		strings_free(&list);
	}
}

static int has(const struct strings *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i], text))
			return 1;
	return 0;
}

static void environment_without_ours(void **state)
{
	(void)state;
	char *variables[] = {"A=1", "HERMIT_MEM=1G", "HERMIT_=", "HERMITAGE=x", "odd", NULL};
	char **saved = environ;
	struct strings copy = {0};
	environ = variables;
	environment_copy(&copy, NULL);
	environ = saved;
	assert_int_equal(copy.count, 3);
	assert_true(has(&copy, "A=1") && has(&copy, "HERMITAGE=x") && has(&copy, "odd"));
	strings_free(&copy);
}

static void environment_by_pattern(void **state)
{
	(void)state;
	char *variables[] = {"LC_ALL=C", "LC_TIME=x", "LANG=y", "HERMIT_X=1", NULL};
	char **saved = environ;
	struct strings copy = {0}, patterns = {0};
	strings_add_pair(&patterns, "LC_*", "HERMIT_[X]");
	environ = variables;
	environment_copy(&copy, &patterns);
	environ = saved;
	assert_int_equal(copy.count, 3);
	assert_false(has(&copy, "LANG=y"));
	strings_free(&copy);
	strings_free(&patterns);
}

static void environment_defaults(void **state)
{
	(void)state;
	struct strings list = {0};
	environment_default(&list, "A=1");
	environment_default(&list, "A=2");
	environment_default(&list, "AB=3");
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0], "A=1");
	strings_free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_between_blanks),
		cmocka_unit_test(quotes),
		cmocka_unit_test(backslash_at_the_end_stands_for_itself),
		cmocka_unit_test(open_quotes),
		cmocka_unit_test(environment_without_ours),
		cmocka_unit_test(environment_by_pattern),
		cmocka_unit_test(environment_defaults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
