/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mlock, mlock2, mlockall and munlock are accepted within the limits and leave memory as it is.
 */
#include <sys/mman.h>
#include "test.h"

int main(void)
{
	char *memory = OK(mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	memory[5] = 'x';
	CHECK_EQ(mlock(memory, 16 * 4096), 0);
	CHECK_EQ(memory[5], 'x');
	CHECK_EQ(memory[4096], 0);
	CHECK_EQ(munlock(memory, 16 * 4096), 0);
	CHECK_EQ(munmap(memory, 4096), 0);
	CHECK_ERRNO(mlock(memory, 2 * 4096), ENOMEM);
	CHECK_ERRNO(mlockall(0), EINVAL);
	CHECK_EQ(munlockall(), 0);
	return 0;
}
