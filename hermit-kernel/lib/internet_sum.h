/* SPDX-License-Identifier: BSD-3-Clause */
/* The sum under the checksums of IP, TCP and UDP: RFC 1071. */
#ifndef LIB_INTERNET_SUM_H
#define LIB_INTERNET_SUM_H

#include "lib/types.h"

/**
 * One's complement sum of `size` bytes as 16-bit words in memory order, the last one padded with a zero byte; not
 * inverted. `data` needs no alignment.
 */
uint16_t internet_sum(const void *data, int size);

#endif
