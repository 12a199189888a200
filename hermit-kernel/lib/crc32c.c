/* SPDX-License-Identifier: BSD-3-Clause */
#include "lib/crc32c.h"

#define CRC32C_POLYNOMIAL_REVERSED 0x82f63b78u

static bool cpu_has_crc32(void)
{
	uint32_t eax = 1, ebx, ecx, edx;
	__asm__("cpuid" : "+a"(eax), "=b"(ebx), "=c"(ecx), "=d"(edx));
	return ecx >> 20 & 1; /* SSE4.2; the crc32 instruction works on general registers */
}

static uint32_t crc32c_hardware(uint32_t crc, const uint8_t *bytes, size_t size)
{
	uint64_t wide = crc;
	for (; size >= 8; size -= 8, bytes += 8) {
		uint64_t word;
		__builtin_memcpy(&word, bytes, sizeof(word));
		__asm__("crc32q %1, %0" : "+r"(wide) : "r"(word));
	}
	crc = (uint32_t)wide;
	for (; size; size--, bytes++)
		__asm__("crc32b %1, %0" : "+r"(crc) : "rm"(*bytes));
	return crc;
}

uint32_t crc32c_table(const void *bytes, size_t size)
{
	static uint32_t table[256]; /* filled more than once by cores that meet here: with the same values */
	static _Atomic bool filled;
	if (!atomic_load_explicit(&filled, memory_order_acquire)) {
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t crc = i;
			for (int bit = 0; bit < 8; bit++)
				crc = crc >> 1 ^ (crc & 1 ? CRC32C_POLYNOMIAL_REVERSED : 0);
			table[i] = crc;
		}
		atomic_store_explicit(&filled, true, memory_order_release);
	}
	uint32_t crc = ~0u;
	for (const uint8_t *byte = bytes; size; size--, byte++)
		crc = crc >> 8 ^ table[(uint8_t)crc ^ *byte];
	return ~crc;
}

uint32_t crc32c(const void *bytes, size_t size)
{
	return cpu_has_crc32() ? ~crc32c_hardware(~0u, bytes, size) : crc32c_table(bytes, size);
}
