/* SPDX-License-Identifier: BSD-3-Clause */
#include "lib/internet_sum.h"

static uint64_t load64(const uint8_t *bytes)
{
	uint64_t word;

	__builtin_memcpy(&word, bytes, sizeof(word));
	return word;
}

/** The sum of both halves, with the carry added: 2^32 is 1 modulo 2^16 - 1, and so is 2^64. */
static uint64_t fold64(unsigned __int128 sum)
{
	uint64_t low = (uint64_t)sum, high = (uint64_t)(sum >> 64);

	return (low >> 32) + (low & 0xffffffff) + (high >> 32) + (high & 0xffffffff);
}

uint16_t internet_sum(const void *data, int size)
{
	const uint8_t *bytes = data;
	unsigned __int128 wide = 0;

	for (; size >= 32; size -= 32, bytes += 32) {
		wide += load64(bytes);
		wide += load64(bytes + 8);
		wide += load64(bytes + 16);
		wide += load64(bytes + 24);
	}
	for (; size >= 8; size -= 8, bytes += 8)
		wide += load64(bytes);
	uint64_t rest = 0;
	__builtin_memcpy(&rest, bytes, (size_t)size);
	wide += rest;

	uint64_t sum = fold64(wide);
	while (sum >> 16)
		sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)sum;
}
