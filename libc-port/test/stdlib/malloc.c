/* SPDX-License-Identifier: BSD-3-Clause */
/* The heap: blocks keep their pattern through allocations, changes of size and frees in a random order. */
#include "test.h"
#include <malloc.h>
#include <stdint.h>

#define SLOTS  500
#define ROUNDS 100000

static struct {
	unsigned char *bytes;
	size_t size;
	unsigned char pattern;
} slots[SLOTS];

static uint32_t seed = 1;

static uint32_t next_random(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

static void check_slot(int i, size_t size)
{
	for (size_t k = 0; k < size; k++)
		CHECK_EQ(slots[i].bytes[k], slots[i].pattern);
}

static size_t some_size(void)
{
	return next_random() % 16 ? next_random() % 512 : next_random() % 100000;
}

int main(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		int i = (int)(next_random() % SLOTS);
		size_t size = some_size();
		if (slots[i].bytes && next_random() % 2) {
			check_slot(i, slots[i].size);
			free(slots[i].bytes);
			slots[i].bytes = NULL;
			slots[i].size = 0;
			continue;
		}
		slots[i].bytes = realloc(slots[i].bytes, size + 1);
		CHECK(slots[i].bytes);
		CHECK_EQ((uintptr_t)slots[i].bytes % 16, 0);
		if (slots[i].size)
			check_slot(i, slots[i].size < size ? slots[i].size : size);
		slots[i].size = size;
		slots[i].pattern = (unsigned char)round;
		memset(slots[i].bytes, slots[i].pattern, size);
	}
	unsigned char *zeroes = calloc(1000, 1000);
	CHECK(zeroes && zeroes[0] == 0 && zeroes[999999] == 0);
	free(zeroes);
	void *aligned = memalign(4096, 100);
	CHECK(aligned && (uintptr_t)aligned % 4096 == 0);
	free(aligned);
	errno = 0;
	CHECK(malloc(SIZE_MAX / 2) == NULL);
	CHECK_EQ(errno, ENOMEM);
	volatile size_t many = SIZE_MAX / 2;
	CHECK(calloc(many, 4) == NULL);
	CHECK_EQ(posix_memalign(&aligned, 64, 10), 0);
	CHECK_EQ((uintptr_t)aligned % 64, 0);
	CHECK_EQ(posix_memalign(&aligned, 3, 10), EINVAL);
	return 0;
}
