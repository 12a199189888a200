/* SPDX-License-Identifier: BSD-3-Clause */
/* CRC-32C (Castagnoli; RFC 3720, B.4). */
#ifndef PROXY_CRC32C_H
#define PROXY_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/** The sum of `previous`'s bytes followed by these; begin with 0. */
uint32_t crc32c(uint32_t previous, const void *bytes, size_t size);

/** The same without the CPU's CRC instruction. */
uint32_t crc32c_by_table(uint32_t previous, const void *bytes, size_t size);

#endif
