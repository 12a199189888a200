/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Shared anonymous memory stays the same memory when mremap makes a second view of it (old size 0) and after one view
 * goes.
 */
#include <sys/mman.h>
#include "test.h"

#define SIZE (1UL << 20)

int main(void)
{
	char *first = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	char *second;
	size_t i;

	first[0] = 1;
	second = OK(mremap(first, 0, SIZE, MREMAP_MAYMOVE));
	CHECK(second != first);
	for (i = 0; i < SIZE; i += 4096) {
		first[i + 5] = (char)(i >> 12);
		CHECK_EQ(second[i + 5], (char)(i >> 12));
		second[i + 6] = (char)(i >> 11);
		CHECK_EQ(first[i + 6], (char)(i >> 11));
	}
	CHECK_EQ(second[0], 1);
	CHECK_EQ(munmap(first, SIZE), 0);
	CHECK_EQ(second[4096 + 5], 1);

	/* MADV_DONTNEED drops the view, not the memory behind it. */
	CHECK_EQ(madvise(second, SIZE, MADV_DONTNEED), 0);
	CHECK_EQ(second[4096 + 5], 1);
	CHECK_EQ(munmap(second, SIZE), 0);
	return 0;
}
