/* SPDX-License-Identifier: BSD-3-Clause */
/* Bytes in a row: added at the end, taken from the start. */
#ifndef PROXY_BUFFER_H
#define PROXY_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct buffer {
	uint8_t *bytes;
	size_t start, end, capacity;
};

static inline size_t buffer_length(const struct buffer *b)
{
	return b->end - b->start;
}

static inline const uint8_t *buffer_start(const struct buffer *b)
{
	return b->bytes + b->start;
}

/** Room for `size` more bytes behind the last one; becomes part of the buffer with buffer_commit. */
uint8_t *buffer_reserve(struct buffer *b, size_t size);
void buffer_commit(struct buffer *b, size_t size);
void buffer_append(struct buffer *b, const void *bytes, size_t size);
void buffer_consume(struct buffer *b, size_t size);
void buffer_free(struct buffer *b);

#endif
