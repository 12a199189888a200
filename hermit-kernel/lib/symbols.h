/* SPDX-License-Identifier: BSD-3-Clause */
/* Names of kernel functions, for back traces. The build links them in (arch/x86_64/link.mk). */
#ifndef LIB_SYMBOLS_H
#define LIB_SYMBOLS_H

#include "lib/types.h"

/** Name of the function that contains `address` and the offset into it; NULL where there is none. */
const char *symbol_find(uint64_t address, uint64_t *offset);

#endif
