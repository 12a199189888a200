// sources: lib/random.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/random.c: the cipher on RFC 8439's own example; streams that differ, for every size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "lib/random.h"

/** A processor without such an instruction. */
bool cpu_random(uint64_t *value)
{
	return false;
}

static void block_of_the_standard(void **state)
{
	/* section 2.3.2 */
	static const uint8_t expected[64] = {0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15, 0x50, 0x0f, 0xdd, 0x1f,
		0xa3, 0x20, 0x71, 0xc4, 0xc7, 0xd1, 0xf4, 0xc7, 0x33, 0xc0, 0x68, 0x03, 0x04, 0x22, 0xaa, 0x9a, 0xc3,
		0xd4, 0x6c, 0x4e, 0xd2, 0x82, 0x64, 0x46, 0x07, 0x9f, 0xaa, 0x09, 0x14, 0xc2, 0xd7, 0x05, 0xd9, 0x8b,
		0x02, 0xa2, 0xb5, 0x12, 0x9c, 0xd1, 0xde, 0x16, 0x4e, 0xb9, 0xcb, 0xd0, 0x83, 0xe8, 0xa2, 0x50, 0x3c,
		0x4e};
	uint8_t bytes[32], nonce_bytes[12] = {0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0}, block[64];
	uint32_t key[8], nonce[3];
	for (unsigned i = 0; i < 32; i++)
		bytes[i] = (uint8_t)i;
	memcpy(key, bytes, 32);
	memcpy(nonce, nonce_bytes, 12);
	chacha20_block(key, 1, nonce, block);
	assert_memory_equal(block, expected, 64);
}

static void streams_differ(void **state)
{
	uint8_t first[300], second[300];
	for (size_t size = 16; size <= sizeof(first); size += 13) {
		random_bytes(first, size);
		random_bytes(second, size);
		assert_memory_not_equal(first, second, size);
	}
	random_add_entropy("some", 4);
	random_bytes(second, sizeof(second));
	assert_memory_not_equal(first, second, sizeof(second));
}

static void no_byte_beyond_the_size(void **state)
{
	uint8_t bytes[140];
	for (size_t size = 0; size < 130; size++) {
		memset(bytes, 0x5a, sizeof(bytes));
		random_bytes(bytes, size);
		for (size_t i = size; i < sizeof(bytes); i++)
			assert_int_equal(bytes[i], 0x5a);
	}
}

static void bits_are_balanced(void **state)
{
	static uint8_t bytes[65536];
	unsigned ones = 0;
	random_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		ones += (unsigned)__builtin_popcount(bytes[i]);
	/* 524288 bits, standard deviation 362: ten of these */
	assert_in_range(ones, 262144 - 3620, 262144 + 3620);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(block_of_the_standard),
		cmocka_unit_test(streams_differ),
		cmocka_unit_test(no_byte_beyond_the_size),
		cmocka_unit_test(bits_are_balanced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
