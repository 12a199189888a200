/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Lines on stdin through stdio: the last one without a newline, NUL and high bytes included.
 * @stdin first\nsecond line\n\nlast\x00\xffx
 */
#include "test.h"

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	CHECK_EQ(getline(&line, &size, stdin), 6);
	CHECK_STR(line, "first\n");
	CHECK_EQ(getline(&line, &size, stdin), 12);
	CHECK_STR(line, "second line\n");
	CHECK_EQ(getline(&line, &size, stdin), 1);
	CHECK_EQ(getline(&line, &size, stdin), 7);
	CHECK_EQ(memcmp(line, "last\0\xffx", 7), 0);
	CHECK_EQ(getline(&line, &size, stdin), -1);
	CHECK(feof(stdin));
	return 0;
}
