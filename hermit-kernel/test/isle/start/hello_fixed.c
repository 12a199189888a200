/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A dynamically linked executable at a fixed address (not PIE) starts where it was linked.
 * @flags -no-pie
 */
#include "test.h"

extern char __executable_start[];

int main(void)
{
	CHECK_OP(__executable_start, ==, 0x400000);
	CHECK_EQ(memcmp(__executable_start, "\177ELF", 4), 0);
	return 0;
}
