/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An address without MAP_FIXED is a wish: granted where the room is free, otherwise another place; MAP_32BIT stays low.
 */
#include <sys/mman.h>
#include "test.h"

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define PAGE 4096UL

static char *map(void *hint, size_t size, int flags)
{
	return OK(mmap(hint, size, PROT_READ | PROT_WRITE, ANON | flags, -1, 0));
}

int main(void)
{
	char *area = map(NULL, 64 * PAGE, 0), *other, *low;

	CHECK_EQ(munmap(area, 64 * PAGE), 0);
	CHECK_EQ(map(area + 8 * PAGE, 8 * PAGE, 0), area + 8 * PAGE);
	area[8 * PAGE] = 5;
	other = map(area + 8 * PAGE, 8 * PAGE, 0);
	CHECK(other >= area + 16 * PAGE || other + 8 * PAGE <= area + 8 * PAGE);
	other[0] = 6;
	CHECK_EQ(area[8 * PAGE], 5);
	other = map(area + 4 * PAGE, 8 * PAGE, 0); /* overlaps: goes elsewhere as a whole */
	CHECK(other >= area + 16 * PAGE || other + 8 * PAGE <= area + 8 * PAGE);
	CHECK_EQ(map(area + 20 * PAGE + 123, PAGE, 0), area + 20 * PAGE); /* rounded down */

	/* HotSpot asks for its heap below 32 GiB, and for class space at chosen places, like this. */
	other = map((void *)0x700000000UL, 1UL << 30, MAP_NORESERVE);
	CHECK_EQ(other, 0x700000000UL);
	CHECK_EQ(munmap(other, 1UL << 30), 0);
	other = map((void *)0x800000000UL, 1UL << 30, MAP_NORESERVE);
	CHECK_EQ(other, 0x800000000UL);

	low = map(NULL, 1 << 20, MAP_32BIT);
	CHECK_OP(low + (1 << 20), <=, 1UL << 31);
	memset(low, 1, 1 << 20);
	return 0;
}
