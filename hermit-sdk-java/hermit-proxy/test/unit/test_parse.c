/* SPDX-License-Identifier: BSD-3-Clause */
#include "unit.h"

#include "parse.h"
#include "qemu_version.h"

#include <errno.h>
#include <stdlib.h>

static void unsigned_within_bounds(void **state)
{
	(void)state;
	uint64_t value;
	assert_int_equal(parse_unsigned("0", 0, 9, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(parse_unsigned("007", 0, 9, &value), 0);
	assert_int_equal(value, 7);
	assert_int_equal(parse_unsigned("18446744073709551615", 0, UINT64_MAX, &value), 0);
	assert_true(value == UINT64_MAX);
	assert_int_equal(parse_unsigned("10", 0, 9, &value), -EINVAL);
	assert_int_equal(parse_unsigned("0", 1, 9, &value), -EINVAL);
}

static void unsigned_refuses_what_is_no_number(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"", " 1", "1 ", "+1", "-1", "0x1", "1.0", "a", "18446744073709551616", "99999999999999999999999"};
	uint64_t value;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(parse_unsigned(wrong[i], 0, UINT64_MAX, &value), -EINVAL);
}

static void size_with_suffix(void **state)
{
	(void)state;
	uint64_t bytes;
	assert_int_equal(parse_size("1M", &bytes), 0);
	assert_true(bytes == 1 << 20);
	assert_int_equal(parse_size("3g", &bytes), 0);
	assert_true(bytes == 3ull << 30);
	assert_int_equal(parse_size("17179869183G", &bytes), 0);
	assert_true(bytes == 17179869183ull << 30);
}

static void size_refuses(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"", "M", "0M", "1", "1K", "1MB", "1 M", "-1M", "1.5G", "17179869184G", "1Mx"};
	uint64_t bytes;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(parse_size(wrong[i], &bytes), -EINVAL);
}

static void crc_has_eight_digits(void **state)
{
	(void)state;
	uint32_t value;
	assert_int_equal(parse_crc("00000000", &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(parse_crc("89abcdef", &value), 0);
	assert_true(value == 0x89abcdef);
	assert_int_equal(parse_crc("89abcde", &value), -EINVAL);
	assert_int_equal(parse_crc("89abcdef0", &value), -EINVAL);
	assert_int_equal(parse_crc("89ABCDEF", &value), -EINVAL);
	assert_int_equal(parse_crc("89abcdeg", &value), -EINVAL);
	assert_int_equal(parse_crc("", &value), -EINVAL);
}

static void version_of_qemu(void **state)
{
	(void)state;
	unsigned major = 0;
	char *version = qemu_parse_version("QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright\n", &major);
	assert_string_equal(version, "7.2.22");
	assert_int_equal(major, 7);
	free(version);
	assert_null(qemu_parse_version("GNU bash\n", &major));
	assert_null(qemu_parse_version("QEMU emulator version unknown\n", &major));
	assert_null(qemu_parse_version("", &major));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unsigned_within_bounds),
		cmocka_unit_test(unsigned_refuses_what_is_no_number),
		cmocka_unit_test(size_with_suffix),
		cmocka_unit_test(size_refuses),
		cmocka_unit_test(crc_has_eight_digits),
		cmocka_unit_test(version_of_qemu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
