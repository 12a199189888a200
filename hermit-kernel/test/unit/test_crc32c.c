// sources: lib/crc32c.c test/unit/host.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/crc32c.c: the examples of RFC 3720 B.4, and both ways to compute it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "lib/crc32c.h"
#include "test/unit/host.h"

static void examples_of_the_rfc(void **state)
{
	uint8_t bytes[32];
	memset(bytes, 0, sizeof(bytes));
	assert_int_equal(crc32c(bytes, sizeof(bytes)), 0x8a9136aa);
	memset(bytes, 0xff, sizeof(bytes));
	assert_int_equal(crc32c(bytes, sizeof(bytes)), 0x62a8ab43);
	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)i;
	assert_int_equal(crc32c(bytes, sizeof(bytes)), 0x46dd794e);
	assert_int_equal(crc32c("123456789", 9), 0xe3069283);
	assert_int_equal(crc32c("", 0), 0);
}

static void instruction_and_table_agree(void **state)
{
	uint8_t bytes[300];
	host_random_bytes(bytes, sizeof(bytes));
	for (unsigned start = 0; start < 16; start++)
		for (unsigned size = 0; size < sizeof(bytes) - start; size++)
			assert_int_equal(crc32c(bytes + start, size), crc32c_table(bytes + start, size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_of_the_rfc),
		cmocka_unit_test(instruction_and_table_agree),
	};
	return cmocka_run_group_tests_name("crc32c", tests, NULL, NULL);
}
