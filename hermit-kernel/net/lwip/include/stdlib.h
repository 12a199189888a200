/* SPDX-License-Identifier: BSD-3-Clause */
/* For lwIP's sources: the kernel's heap under the names of ISO C. */
#ifndef NET_LWIP_STDLIB_H
#define NET_LWIP_STDLIB_H

#include "mm/heap.h"

static inline void *lwip_calloc(size_t count, size_t size)
{
	size_t bytes;
	return __builtin_mul_overflow(count, size, &bytes) ? NULL : heap_zalloc(bytes);
}

/** Only for names of interfaces: digits. */
static inline int atoi(const char *digits)
{
	int value = 0;
	while (*digits >= '0' && *digits <= '9')
		value = value * 10 + (*digits++ - '0');
	return value;
}

#endif
