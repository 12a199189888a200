/* SPDX-License-Identifier: BSD-3-Clause */
#include "parse.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

/* *text is left at the first character that is no digit. */
static int parse_digits(const char **text, uint64_t *value)
{
	const char *p = *text;
	*value = 0;
	for (; *p >= '0' && *p <= '9'; p++) {
		if (__builtin_mul_overflow(*value, 10u, value) ||
			__builtin_add_overflow(*value, (uint64_t)(*p - '0'), value))
			return -EINVAL;
	}
	if (p == *text)
		return -EINVAL;
	*text = p;
	return 0;
}

int parse_unsigned(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *value)
{
	if (parse_digits(&text, value) < 0 || *text)
		return -EINVAL;
	return *value < minimum || *value > maximum ? -EINVAL : 0;
}

int parse_size(const char *text, uint64_t *bytes)
{
	unsigned shift;
	if (parse_digits(&text, bytes) < 0)
		return -EINVAL;
	if (!strcmp(text, "M") || !strcmp(text, "m"))
		shift = 20;
	else if (!strcmp(text, "G") || !strcmp(text, "g"))
		shift = 30;
	else
		return -EINVAL;
	if (!*bytes || *bytes > UINT64_MAX >> shift)
		return -EINVAL;
	*bytes <<= shift;
	return 0;
}

int parse_crc(const char *text, uint32_t *value)
{
	static const char digits[] = "0123456789abcdef";
	*value = 0;
	for (size_t i = 0; i < 8; i++) {
		const char *digit = text[i] ? strchr(digits, text[i]) : NULL;
		if (!digit)
			return -EINVAL;
		*value = *value << 4 | (uint32_t)(digit - digits);
	}
	return text[8] ? -EINVAL : 0;
}
