/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "crc32c.h"

#include <stdlib.h>
#include <string.h>

/* RFC 3720, B.4; the last is the customary check value. */
static void known_sums(void **state)
{
	(void)state;
	uint8_t bytes[32];
	memset(bytes, 0, sizeof(bytes));
	assert_true(crc32c(0, bytes, sizeof(bytes)) == 0x8a9136aa);
	memset(bytes, 0xff, sizeof(bytes));
	assert_true(crc32c(0, bytes, sizeof(bytes)) == 0x62a8ab43);
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)i;
	assert_true(crc32c(0, bytes, sizeof(bytes)) == 0x46dd794e);
	assert_true(crc32c(0, "123456789", 9) == 0xe3069283);
	assert_true(crc32c(0, "", 0) == 0);
}

/* Lengths around those where the three-way loop begins, at odd addresses, against the table. */
static void instruction_and_table_agree(void **state)
{
	(void)state;
	const size_t size = 100000;
	uint8_t *bytes = malloc(size);
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(i * 2654435761u >> 24);
	for (size_t length = 0; length + 9 < size; length += length < 64 ? 1 : length < 13000 ? 509 : 12287)
		for (size_t at = 0; at < 9; at += 4)
			assert_true(crc32c(0, bytes + at, length) == crc32c_by_table(0, bytes + at, length));
	free(bytes);
}

static void pieces_add_up(void **state)
{
	(void)state;
	const size_t size = 40000;
	uint8_t *bytes = calloc(1, size);
	for (size_t i = 0; i < size; i += 3)
		bytes[i] = (uint8_t)i;
	uint32_t whole = crc32c(0, bytes, size);
	for (size_t cut = 0; cut <= size; cut += 3333)
		assert_true(crc32c(crc32c(0, bytes, cut), bytes + cut, size - cut) == whole);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_sums),
		cmocka_unit_test(instruction_and_table_agree),
		cmocka_unit_test(pieces_add_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
