/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random numbers for keys: ChaCha20 (RFC 8439, section 2.3) with fast key erasure: each call makes a new key first, so
 * what was handed out before cannot be computed from the state afterwards.
 */
#ifndef LIB_RANDOM_H
#define LIB_RANDOM_H

#include "lib/types.h"

/** From any context. The lock is held for one block, whatever the size. */
void random_bytes(void *to, size_t size);
/** Mix in what is hard to guess; any amount, from any context. */
void random_add_entropy(const void *bytes, size_t size);

/** One block of the cipher: 64 bytes for (key, counter, nonce). For tests, too. */
void chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3], uint8_t block[64]);

#endif
