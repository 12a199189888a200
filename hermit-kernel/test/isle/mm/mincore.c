/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mincore: one byte a page, bit 0 set for touched pages; ENOMEM for holes, EINVAL and EFAULT for bad arguments.
 */
#include <sys/mman.h>
#include "test.h"

#define PAGE 4096UL

int main(void)
{
	char *memory = OK(mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	unsigned char vector[65];
	int i;

	memset(vector, 0xee, sizeof(vector));
	for (i = 0; i < 64; i += 3)
		memory[(size_t)i * PAGE] = 1;
	CHECK_EQ(mincore(memory, 63 * PAGE + 1, vector), 0);
	for (i = 0; i < 64; i++)
		CHECK_EQ(vector[i] & 1, i % 3 == 0);
	CHECK_EQ(vector[64], 0xee);
	CHECK_ERRNO(mincore(memory + 1, PAGE, vector), EINVAL);
	CHECK_ERRNO(mincore(memory, PAGE, BAD_POINTER), EFAULT);
	CHECK_EQ(munmap(memory + 10 * PAGE, PAGE), 0);
	CHECK_ERRNO(mincore(memory, 64 * PAGE, vector), ENOMEM);
	CHECK_EQ(mincore(memory, 10 * PAGE, vector), 0);
	return 0;
}
