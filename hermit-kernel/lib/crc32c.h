/* SPDX-License-Identifier: BSD-3-Clause */
/* CRC-32C (Castagnoli), as RFC 3720 appendix B.4 defines it. */
#ifndef LIB_CRC32C_H
#define LIB_CRC32C_H

#include "lib/types.h"

/** Sum of [bytes, bytes + size). */
uint32_t crc32c(const void *bytes, size_t size);
/** The same without the CPU's crc32 instruction. */
uint32_t crc32c_table(const void *bytes, size_t size);

#endif
