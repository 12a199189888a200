/* SPDX-License-Identifier: BSD-3-Clause */
/* For lwIP's sources: the kernel's memory and string functions. */
#ifndef NET_LWIP_STRING_H
#define NET_LWIP_STRING_H
#include "lib/string.h"
#endif
