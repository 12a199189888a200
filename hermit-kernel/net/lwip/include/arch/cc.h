/* SPDX-License-Identifier: BSD-3-Clause */
/* What lwIP wants to know of compiler and machine. */
#ifndef NET_LWIP_ARCH_CC_H
#define NET_LWIP_ARCH_CC_H

#include "lib/internet_sum.h"
#include "lib/log.h"
#include "lib/types.h"

#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_CTYPE_H    1
#define LWIP_NO_UNISTD_H   1
#define LWIP_NO_LIMITS_H   1
#define INT_MAX            __INT_MAX__
#define SSIZE_MAX          __LONG_MAX__
typedef long ssize_t;

#define BYTE_ORDER              LITTLE_ENDIAN
#define LWIP_PLATFORM_BYTESWAP  1
#define LWIP_PLATFORM_HTONS(x)  ((u16_t)__builtin_bswap16(x))
#define LWIP_PLATFORM_HTONL(x)  ((u32_t)__builtin_bswap32(x))
#define LWIP_PLATFORM_DIAG(x)   ((void)0)
#define LWIP_PLATFORM_ASSERT(x) panic("lwIP: %s (%s:%d)", (x), __FILE__, __LINE__)
#define LWIP_ERROR(message, expression, handler)                                                                       \
	do {                                                                                                           \
		if (!(expression)) {                                                                                   \
			handler;                                                                                       \
		}                                                                                                      \
	} while (0)

#define LWIP_CHKSUM internet_sum

uint32_t lwip_port_random(void);
#define LWIP_RAND() lwip_port_random()

/* SYS_LIGHTWEIGHT_PROT: reference counts of buffers, which are let go without net_lock. */
typedef int sys_prot_t;

#endif
