/* SPDX-License-Identifier: BSD-3-Clause */
/* setenv, unsetenv, putenv: names that are none, replacing, removing. */
#include "test.h"

int main(void)
{
	CHECK_FAILS(setenv("", "x", 1), EINVAL);
	CHECK_FAILS(setenv("A=B", "x", 1), EINVAL);
	CHECK_FAILS(unsetenv(""), EINVAL);
	CHECK_EQ(setenv("NAME", "one", 0), 0);
	CHECK_EQ(setenv("NAME", "two", 0), 0);
	CHECK_STR(getenv("NAME"), "one");
	CHECK_EQ(setenv("NAME", "a longer value", 1), 0);
	CHECK_STR(getenv("NAME"), "a longer value");
	CHECK_EQ(putenv("NAME=put"), 0);
	CHECK_STR(getenv("NAME"), "put");
	CHECK_EQ(unsetenv("NAME"), 0);
	CHECK(getenv("NAME") == NULL);
	return 0;
}
