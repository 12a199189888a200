/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * argc, argv and the environment arrive, and can be changed.
 * @args one 'two words' ''
 * @env TEST_NAME=a=b
 */
#include "test.h"
#include <unistd.h>

int main(int argc, char *argv[], char *envp[])
{
	CHECK_EQ(argc, 4);
	CHECK(strstr(argv[0], "arguments"));
	CHECK_STR(argv[1], "one");
	CHECK_STR(argv[2], "two words");
	CHECK_STR(argv[3], "");
	CHECK(argv[4] == NULL);
	CHECK(envp == environ);
	CHECK_STR(getenv("TEST_NAME"), "a=b");
	CHECK(getenv("TEST_NAM") == NULL);
	CHECK_EQ(setenv("TEST_NAME", "new", 0), 0);
	CHECK_STR(getenv("TEST_NAME"), "a=b");
	CHECK_EQ(setenv("TEST_NAME", "new", 1), 0);
	CHECK_STR(getenv("TEST_NAME"), "new");
	CHECK_EQ(unsetenv("TEST_NAME"), 0);
	CHECK(getenv("TEST_NAME") == NULL);
	CHECK_EQ(putenv("TEST_OTHER=1"), 0);
	CHECK_STR(getenv("TEST_OTHER"), "1");
	return 0;
}
