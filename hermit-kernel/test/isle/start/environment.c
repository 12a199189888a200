/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The environment arrives with the values that the caller set, odd ones included, and can be changed.
 * @env PLAIN=value
 * @env EMPTY=
 * @env EQUALS=a=b=c
 * @env BLANKS= two  blanks
 */
#include "test.h"

int main(void)
{
	CHECK_STR(getenv("PLAIN") ? getenv("PLAIN") : "(absent)", "value");
	CHECK_STR(getenv("EMPTY") ? getenv("EMPTY") : "(absent)", "");
	CHECK_STR(getenv("EQUALS") ? getenv("EQUALS") : "(absent)", "a=b=c");
	CHECK_STR(getenv("BLANKS") ? getenv("BLANKS") : "(absent)", " two  blanks");
	CHECK_EQ(getenv("NO_SUCH_VARIABLE"), NULL);
	CHECK_EQ(setenv("NEW", "1", 1), 0);
	CHECK_STR(getenv("NEW"), "1");
	CHECK_EQ(unsetenv("PLAIN"), 0);
	CHECK_EQ(getenv("PLAIN"), NULL);
	return 0;
}
