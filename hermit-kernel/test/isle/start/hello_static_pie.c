/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A static position-independent executable starts: the kernel chooses where, the program relocates itself.
 * @flags -static-pie
 * @stdout [ "$(cat)" = "hello from a static PIE" ]
 */
#include "test.h"

static const char *const relocated[] = {"hello", " from a static PIE\n"};

int main(void)
{
	fputs(relocated[0], stdout);
	fputs(relocated[1], stdout);
	return 0;
}
