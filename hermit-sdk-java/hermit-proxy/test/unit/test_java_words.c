/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "java_words.h"

#include <string.h>

/* The words, each behind a '|'. */
static void expect_words(struct strings *words, const char *expected)
{
	char joined[256] = "";
	for (size_t i = 0; i < words->count; i++) {
		strcat(joined, "|");
		strcat(joined, words->items[i]);
	}
	assert_string_equal(joined, expected);
	strings_free(words);
}

static void expect_file(const char *text, const char *expected)
{
	struct strings words = {0};
	java_words_of_file(&words, text, strlen(text));
	expect_words(&words, expected);
}

static void expect_variable(const char *text, const char *expected)
{
	struct strings words = {0};
	java_words_of_variable(&words, text);
	expect_words(&words, expected);
}

static void blanks_separate(void **state)
{
	(void)state;
	expect_file("", "");
	expect_file("  \n\t\f\r\n", "");
	expect_file("-cp a:b Main", "|-cp|a:b|Main");
	expect_file("  -cp\n\ta \r\n\fMain\n", "|-cp|a|Main");
}

static void quotes_keep_together(void **state)
{
	(void)state;
	expect_file("\"a b\" 'c d'", "|a b|c d");
	expect_file("-Dx=\"a b\"c", "|-Dx=a bc");
	expect_file("\"it's\" 'say \"x\"'", "|it's|say \"x\"");
	expect_file("\"\" x", "||x");
	expect_file("\"open\nnext", "|open|next");
	expect_file("\"open", "|open");
}

static void backslash_escapes_in_quotes_only(void **state)
{
	(void)state;
	expect_file("C:\\dir\\n", "|C:\\dir\\n");
	expect_file("\"a\\nb\\tc\\\\d\\\"e\\x\"", "|a\nb\tc\\d\"ex");
	expect_file("\"-cp \\\n   lib\"", "|-cp lib");
	expect_file("\"end\\", "|end");
}

static void comments_end_with_the_line(void **state)
{
	(void)state;
	expect_file("# nothing -here\nMain # rest\nx", "|Main|x");
	expect_file("\"#a\" '#b'", "|#a|#b");
	expect_file("lost#comment\nx", "|x");
}

static void variables_have_no_escapes(void **state)
{
	(void)state;
	expect_variable("", "");
	expect_variable(" -Xmx1g  '-Dx=a b' -Dy=\"c d\"e ", "|-Xmx1g|-Dx=a b|-Dy=c de");
	expect_variable("a\\ b # c", "|a\\|b|#|c");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_separate),
		cmocka_unit_test(quotes_keep_together),
		cmocka_unit_test(backslash_escapes_in_quotes_only),
		cmocka_unit_test(comments_end_with_the_line),
		cmocka_unit_test(variables_have_no_escapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
