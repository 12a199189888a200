/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program with large data and a bss of many pages: initialised bytes are there, the rest is zero, also where a page
 * holds the end of the one and the beginning of the other.
 */
#include "test.h"

static char initialised[300001] = {[0] = 'a', [150000] = 'b', [300000] = 'c'};
static char zeroed[40 << 20];
static const char constant[100000] = {[99999] = 'z'};

int main(void)
{
	size_t i;

	CHECK_EQ(initialised[0], 'a');
	CHECK_EQ(initialised[150000], 'b');
	CHECK_EQ(initialised[300000], 'c');
	CHECK_EQ(*(volatile const char *)(constant + 99999), 'z');
	for (i = 1; i < sizeof(initialised); i++)
		if (i != 150000 && i != 300000 && initialised[i])
			CHECK_EQ(initialised[i], 0);
	for (i = 0; i < sizeof(zeroed); i += 511)
		if (zeroed[i])
			CHECK_EQ(zeroed[i], 0);
	memset(zeroed, 1, sizeof(zeroed));
	memset(initialised, 1, sizeof(initialised));
	CHECK_EQ(zeroed[sizeof(zeroed) - 1] + initialised[sizeof(initialised) - 1], 2);
	return 0;
}
