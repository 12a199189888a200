/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Random numbers for keys: ChaCha20 (RFC 8439, section 2.3) with fast key erasure: the first 32 bytes of each block run become
 * the next key, so what was handed out cannot be computed from the state afterwards.
 */
#ifndef LIB_RANDOM_H
#define LIB_RANDOM_H

#include "lib/types.h"

/** From any context. Each core seeds itself from the one pool and follows it when new entropy arrives. */
void random_bytes(void *to, size_t size);
/** Mix in what is hard to guess; any amount, from any context. */
void random_add_entropy(const void *bytes, size_t size);

#endif
