/* SPDX-License-Identifier: BSD-3-Clause */
/* memcpy, memmove and memset of all small sizes and some large ones, at all alignments, and not a byte beside. */
#include "test.h"

#define ROOM  20000
#define SHIFT 24

static unsigned char from[ROOM], to[ROOM], wanted[ROOM];

static void fill(void)
{
	for (int i = 0; i < ROOM; i++) {
		from[i] = (unsigned char)(i * 7 + i / 256);
		to[i] = wanted[i] = 0xee;
	}
}

static void check_copy(size_t size, size_t source, size_t target)
{
	fill();
	for (size_t i = 0; i < size; i++)
		wanted[target + i] = from[source + i];
	CHECK(memcpy(to + target, from + source, size) == to + target);
	CHECK(memcmp(to, wanted, ROOM) == 0);
}

static void check_set(size_t size, size_t target)
{
	fill();
	for (size_t i = 0; i < size; i++)
		wanted[target + i] = 0xa5;
	CHECK(memset(to + target, 0x7a5, size) == to + target);
	CHECK(memcmp(to, wanted, ROOM) == 0);
}

static void check_move(size_t size, size_t source, size_t target)
{
	fill();
	memcpy(wanted, from, ROOM);
	for (size_t i = 0; i < size; i++)
		wanted[target + i] = (unsigned char)((source + i) * 7 + (source + i) / 256);
	CHECK(memmove(from + target, from + source, size) == from + target);
	CHECK(memcmp(from, wanted, ROOM) == 0);
}

int main(void)
{
	static const size_t large[] = {255, 256, 257, 1000, 1023, 1024, 1025, 1031, 4099, 8191, 8192, 8201};
	for (size_t i = 0; i < 140 + sizeof(large) / sizeof(*large); i++) {
		size_t size = i < 140 ? i : large[i - 140];
		for (size_t shift = 0; shift < SHIFT; shift += i < 140 ? 1 : 5) {
			check_copy(size, shift, 3);
			check_copy(size, 5, shift);
			check_set(size, shift);
			check_move(size, 11, shift);
			check_move(size, shift, 4 * SHIFT + size);
		}
	}
	return 0;
}
