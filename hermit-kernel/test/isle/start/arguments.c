/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Arguments arrive byte by byte: empty, with blanks, quotes, newlines and bytes beyond ASCII.
 * @args one '' 'two words' "it's" 'say "x"' $'new\nline' $'\xff\xc3\xa4' '-x=*' '\'
 */
#include "test.h"

int main(int argc, char **argv)
{
	static const char *const expected[] = {
		"one", "", "two words", "it's", "say \"x\"", "new\nline", "\xff\xc3\xa4", "-x=*", "\\"};
	int i;

	CHECK_EQ(argc, 10);
	CHECK(strstr(argv[0], "arguments") != NULL);
	for (i = 1; i < argc; i++)
		CHECK_STR(argv[i], expected[i - 1]);
	CHECK_EQ(argv[argc], NULL);
	return 0;
}
