/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The crc32 instruction of SSE4.2 takes 3 cycles but a new one can start each cycle, so three stretches of the input
 * run side by side. Sums are linear over GF(2): the sum of A followed by B is the sum of A advanced over |B| zero
 * bytes, xor the sum of B begun at zero. Advancing over a fixed length is a linear map of 32 bits: four tables of 256
 * entries.
 */
#include "crc32c.h"

#include <string.h>

#define CRC32C_POLYNOMIAL 0x82f63b78u /* reflected */
#define CRC32C_STRETCH    4096u       /* bytes in one of the three stretches */

typedef uint32_t crc32c_map[4][256];

static uint32_t crc32c_step(uint32_t crc)
{
	for (int bit = 0; bit < 8; bit++)
		crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLYNOMIAL : 0);
	return crc;
}

uint32_t crc32c_by_table(uint32_t previous, const void *bytes, size_t size)
{
	static uint32_t table[256];
	const uint8_t *p = bytes;
	uint32_t crc = ~previous;
	if (!table[1])
		for (uint32_t i = 0; i < 256; i++)
			table[i] = crc32c_step(i);
	while (size--)
		crc = crc >> 8 ^ table[(crc ^ *p++) & 0xff];
	return ~crc;
}

static uint32_t crc32c_apply(crc32c_map map, uint32_t crc)
{
	return map[0][crc & 0xff] ^ map[1][crc >> 8 & 0xff] ^ map[2][crc >> 16 & 0xff] ^ map[3][crc >> 24];
}

/* Columns of the map: what becomes of each single bit; the tables are their sums. */
static void crc32c_fill_map(crc32c_map map, const uint32_t columns[32])
{
	for (int byte = 0; byte < 4; byte++)
		for (uint32_t value = 0; value < 256; value++) {
			uint32_t sum = 0;
			for (int bit = 0; bit < 8; bit++)
				sum ^= value >> bit & 1 ? columns[byte * 8 + bit] : 0;
			map[byte][value] = sum;
		}
}

/* The map that advances over CRC32C_STRETCH zero bytes: one byte's map, squared until it spans the stretch. */
static void crc32c_make_map(crc32c_map map)
{
	uint32_t columns[32];
	for (int bit = 0; bit < 32; bit++) {
		uint32_t crc = 1u << bit;
		columns[bit] = crc32c_step(crc & 0xff) ^ crc >> 8;
	}
	for (size_t span = 1; span < CRC32C_STRETCH; span *= 2) {
		crc32c_fill_map(map, columns);
		for (int bit = 0; bit < 32; bit++)
			columns[bit] = crc32c_apply(map, columns[bit]);
	}
	crc32c_fill_map(map, columns);
}

static uint64_t crc32c_load(const uint8_t *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof(word));
	return word;
}

__attribute__((target("sse4.2"))) static uint32_t crc32c_three_stretches(uint32_t crc, const uint8_t *p, crc32c_map map)
{
	uint64_t a = crc, b = 0, c = 0;
	for (const uint8_t *end = p + CRC32C_STRETCH; p < end; p += 8) {
		a = __builtin_ia32_crc32di(a, crc32c_load(p));
		b = __builtin_ia32_crc32di(b, crc32c_load(p + CRC32C_STRETCH));
		c = __builtin_ia32_crc32di(c, crc32c_load(p + 2 * CRC32C_STRETCH));
	}
	crc = crc32c_apply(map, (uint32_t)a) ^ (uint32_t)b;
	return crc32c_apply(map, crc) ^ (uint32_t)c;
}

__attribute__((target("sse4.2"))) static uint32_t crc32c_by_instruction(
	uint32_t previous, const uint8_t *p, size_t size)
{
	static crc32c_map map;
	uint32_t crc = ~previous;
	if (size >= 3 * CRC32C_STRETCH && !map[0][1])
		crc32c_make_map(map);
	for (; size >= 3 * CRC32C_STRETCH; size -= 3 * CRC32C_STRETCH, p += 3 * CRC32C_STRETCH)
		crc = crc32c_three_stretches(crc, p, map);
	for (; size >= 8; size -= 8, p += 8)
		crc = (uint32_t)__builtin_ia32_crc32di(crc, crc32c_load(p));
	for (; size; size--)
		crc = __builtin_ia32_crc32qi(crc, *p++);
	return ~crc;
}

uint32_t crc32c(uint32_t previous, const void *bytes, size_t size)
{
	if (__builtin_cpu_supports("sse4.2"))
		return crc32c_by_instruction(previous, bytes, size);
	return crc32c_by_table(previous, bytes, size);
}
