// sources: lib/internet_sum.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/internet_sum.c: the example of RFC 1071, and a sum word by word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "lib/internet_sum.h"
#include "test/unit/host.h"

/** RFC 1071, section 3. */
static void example_of_the_rfc(void **state)
{
	const uint8_t bytes[] = {0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7};
	assert_int_equal(__builtin_bswap16(internet_sum(bytes, sizeof(bytes))), 0xddf2);
	assert_int_equal(internet_sum(bytes, 0), 0);
}

static uint16_t sum_of_words(const uint8_t *bytes, unsigned size)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < size; i++)
		sum += (uint64_t)bytes[i] << (i % 2 ? 8 : 0);
	while (sum >> 16)
		sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)sum;
}

static void all_sizes_and_alignments(void **state)
{
	uint8_t bytes[300];
	host_random_bytes(bytes, sizeof(bytes));
	for (unsigned start = 0; start < 16; start++)
		for (unsigned size = 0; size < sizeof(bytes) - start; size++)
			assert_int_equal(internet_sum(bytes + start, (int)size), sum_of_words(bytes + start, size));
}

/** Every addition carries. */
static void all_bits_set(void **state)
{
	static uint8_t bytes[65535];
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(internet_sum(bytes, sizeof(bytes) - 1), 0xffff);
	assert_int_equal(internet_sum(bytes, sizeof(bytes)), sum_of_words(bytes, sizeof(bytes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(example_of_the_rfc),
		cmocka_unit_test(all_sizes_and_alignments),
		cmocka_unit_test(all_bits_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
