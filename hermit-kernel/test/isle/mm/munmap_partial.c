/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unmapping pieces of large mappings, page by page out of what may be 2 MiB pages, leaves all the rest with its
 * contents.
 */
#include <sys/mman.h>
#include "fault.h"

#define PAGE 4096UL
#define HUGE (2UL << 20)
#define SIZE (4 * HUGE)

static char *aligned_area(void)
{
	char *area = OK(mmap(NULL, SIZE + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *aligned = (char *)(((uintptr_t)area + HUGE - 1) & -HUGE);

	if (aligned > area)
		CHECK_EQ(munmap(area, (size_t)(aligned - area)), 0);
	CHECK_EQ(munmap(aligned + SIZE, (size_t)(area + HUGE - aligned)), 0);
	return aligned;
}

int main(void)
{
	uint64_t random = 42;
	char *memory = aligned_area();
	static bool gone[SIZE / PAGE];
	size_t i;
	int round;

	fault_install();
	for (i = 0; i < SIZE / PAGE; i++)
		*(size_t *)(memory + i * PAGE) = i + 1;
	for (round = 0; round < 300; round++) {
		size_t from = test_random(&random) % (SIZE / PAGE), count = 1 + test_random(&random) % 5;

		if (from + count > SIZE / PAGE)
			count = SIZE / PAGE - from;
		CHECK_EQ(munmap(memory + from * PAGE, count * PAGE), 0);
		memset(gone + from, true, count);
	}
	for (i = 0; i < SIZE / PAGE; i++) {
		if (gone[i])
			CHECK_FAULT(fault_read(memory + i * PAGE), SIGSEGV, SEGV_MAPERR, memory + i * PAGE);
		else
			CHECK_EQ(*(size_t *)(memory + i * PAGE), i + 1);
	}
	CHECK_EQ(munmap(memory, SIZE), 0); /* over mappings and holes alike */
	for (i = 0; i < SIZE / PAGE; i += 50)
		CHECK_FAULT(fault_read(memory + i * PAGE), SIGSEGV, SEGV_MAPERR, memory + i * PAGE);
	return 0;
}
