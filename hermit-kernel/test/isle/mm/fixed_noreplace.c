/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MAP_FIXED_NOREPLACE maps exactly there or says EEXIST, and never touches what is there already.
 */
#include <sys/mman.h>
#include "test.h"

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define PAGE 4096

static void *try_map(char *address, size_t size)
{
	return mmap(address, size, PROT_READ | PROT_WRITE, ANON | MAP_FIXED_NOREPLACE, -1, 0);
}

int main(void)
{
	char *area = OK(mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));

	CHECK_EQ(munmap(area, 16 * PAGE), 0);
	CHECK_EQ(try_map(area + 4 * PAGE, 4 * PAGE), area + 4 * PAGE);
	memset(area + 4 * PAGE, 9, 4 * PAGE);
	CHECK_ERRNO(try_map(area + 4 * PAGE, 4 * PAGE), EEXIST);
	CHECK_ERRNO(try_map(area, 5 * PAGE), EEXIST);
	CHECK_ERRNO(try_map(area + 7 * PAGE, 5 * PAGE), EEXIST);
	CHECK_ERRNO(try_map(area, 16 * PAGE), EEXIST);
	CHECK_EQ(area[4 * PAGE], 9);
	CHECK_EQ(area[8 * PAGE - 1], 9);
	CHECK_EQ(try_map(area, 4 * PAGE), area);
	CHECK_EQ(try_map(area + 8 * PAGE, 8 * PAGE), area + 8 * PAGE);
	CHECK_EQ(area[0] | area[8 * PAGE], 0);
	CHECK_ERRNO(try_map(area + 1, PAGE), EINVAL);
	CHECK_EQ(munmap(area, 16 * PAGE), 0);
	return 0;
}
