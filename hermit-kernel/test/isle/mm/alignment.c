/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The over-reserve-and-trim way to large alignments (32 MiB, 1 GiB), as HotSpot and allocators do it, many times over.
 */
#include <sys/mman.h>
#include "test.h"

#define NONE (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

static char *reserve_aligned(size_t size, size_t alignment)
{
	char *area = OK(mmap(NULL, size + alignment, PROT_NONE, NONE, -1, 0));
	char *aligned = (char *)(((uintptr_t)area + alignment - 1) & -alignment);
	char *end = area + size + alignment;

	if (aligned > area)
		CHECK_EQ(munmap(area, (size_t)(aligned - area)), 0);
	if (end > aligned + size)
		CHECK_EQ(munmap(aligned + size, (size_t)(end - aligned) - size), 0);
	return aligned;
}

static void use(char *memory, size_t size)
{
	CHECK_EQ(mprotect(memory + size / 2, 65536, PROT_READ | PROT_WRITE), 0);
	memset(memory + size / 2, 0x3c, 65536);
}

int main(void)
{
	char *areas[40];
	int i, j;

	for (i = 0; i < 40; i++) {
		size_t alignment = i % 2 ? 32UL << 20 : 1UL << 30;

		areas[i] = reserve_aligned(alignment * 2, alignment);
		CHECK_EQ((uintptr_t)areas[i] % alignment, 0);
		use(areas[i], alignment * 2);
		for (j = 0; j < i; j++)
			CHECK(areas[j] != areas[i]);
	}
	for (i = 0; i < 40; i++) {
		size_t size = i % 2 ? 64UL << 20 : 2UL << 30;

		CHECK_EQ(areas[i][size / 2 + 65535], 0x3c);
		CHECK_EQ(munmap(areas[i], size), 0);
	}
	return 0;
}
