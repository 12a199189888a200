/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MADV_FREE: each page afterwards reads as its old contents or as zero, and what is written after the call stays.
 */
#include <sys/mman.h>
#include "test.h"

#define PAGES 512
#define PAGE  4096

int main(void)
{
	char *memory = OK(mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *shared = OK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	int i, j;

	memset(memory, 'o', PAGES * PAGE);
	CHECK_EQ(madvise(memory, PAGES * PAGE, MADV_FREE), 0);
	for (i = 0; i < PAGES; i += 2)
		memory[i * PAGE] = 'n';
	for (i = 0; i < PAGES; i++) {
		char rest = memory[i * PAGE + 1];

		CHECK(rest == 0 || rest == 'o');
		for (j = 1; j < PAGE; j++)
			CHECK(memory[i * PAGE + j] == rest);
		CHECK_EQ(memory[i * PAGE], i % 2 == 0 ? 'n' : rest);
	}
	CHECK_ERRNO(madvise(shared, PAGE, MADV_FREE), EINVAL);
	CHECK_ERRNO(madvise(memory + 1, PAGE, MADV_FREE), EINVAL);
	return 0;
}
