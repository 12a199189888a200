/* SPDX-License-Identifier: BSD-3-Clause */
/* a * b / c with a 128-bit product: the compiler's own 128-bit division would need its run-time library. */
#ifndef LIB_MULDIV_H
#define LIB_MULDIV_H

#include "lib/types.h"

/** The quotient must fit 64 bits; otherwise the result is UINT64_MAX. c must not be 0. */
static inline uint64_t muldiv(uint64_t a, uint64_t b, uint64_t c)
{
	unsigned __int128 product = (unsigned __int128)a * b;
	uint64_t quotient, remainder, high = (uint64_t)(product >> 64);

	if (high >= c)
		return UINT64_MAX;
	__asm__("divq %4" : "=a"(quotient), "=d"(remainder) : "a"((uint64_t)product), "d"(high), "r"(c));
	return quotient;
}

#endif
