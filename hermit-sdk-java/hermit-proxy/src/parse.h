/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers and sizes as users write them. All return 0 or -EINVAL, and accept nothing before or behind the number. */
#ifndef PROXY_PARSE_H
#define PROXY_PARSE_H

#include <stdint.h>

/** Decimal digits only, minimum … maximum. */
int parse_unsigned(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *value);

/** A number with suffix M or G (MiB, GiB; either case), in bytes, not 0. */
int parse_size(const char *text, uint64_t *bytes);

/** Exactly eight hexadecimal digits, lower case. */
int parse_crc(const char *text, uint32_t *value);

#endif
