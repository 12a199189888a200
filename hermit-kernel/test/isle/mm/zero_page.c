/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages that were only read so far are zero and independent: writing one of them, by the program or by the kernel on
 * its behalf, changes no other.
 */
#include <sys/mman.h>
#include "test.h"

#define PAGES 2000
#define PAGE  4096UL

int main(void)
{
	char *memory = OK(mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *other = OK(mmap(NULL, PAGES * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	int fd = OK(open("/dev/urandom", O_RDONLY));
	size_t i;

	for (i = 0; i < PAGES; i++)
		CHECK_EQ(memory[i * PAGE] | other[i * PAGE], 0);
	for (i = 0; i < PAGES; i += 2)
		memset(memory + i * PAGE, (int)i % 127 + 1, PAGE);
	CHECK_EQ(read(fd, memory + PAGE, PAGE), PAGE);
	for (i = 0; i < PAGES * PAGE; i += 64) {
		int expected = i / PAGE % 2 == 0 ? (int)(i / PAGE) % 127 + 1 : 0;

		if (i / PAGE != 1)
			CHECK_EQ(memory[i], expected);
		CHECK_EQ(other[i], 0);
	}
	return 0;
}
