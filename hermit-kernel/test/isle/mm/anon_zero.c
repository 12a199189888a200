/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Anonymous memory reads as zero, holds what is written, and is zero again when recycled pages come back.
 */
#include <sys/mman.h>
#include "test.h"

static void check_all(const unsigned char *memory, size_t size, int value)
{
	uint64_t word = 0x0101010101010101UL * (unsigned)value;
	size_t i;

	for (i = 0; i + 8 <= size; i += 8)
		if (*(const uint64_t *)(memory + i) != word)
			CHECK_EQ(*(const uint64_t *)(memory + i), word);
	for (; i < size; i++)
		CHECK_EQ(memory[i], value);
}

static void dirty_and_recycle(size_t size)
{
	int round;

	for (round = 0; round < 4; round++) {
		unsigned char *memory =
			OK(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

		CHECK_EQ((uintptr_t)memory % 4096, 0);
		check_all(memory, size, 0);
		memset(memory, 0xa5 + round, size);
		check_all(memory, size, (0xa5 + round) & 0xff);
		CHECK_EQ(munmap(memory, size), 0);
	}
}

int main(void)
{
	static const size_t sizes[] = {1, 4096, 4097, 65536, 2 << 20, (2 << 20) + 4096, 5 << 20, 12 << 20};
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		dirty_and_recycle(sizes[i]);
	return 0;
}
