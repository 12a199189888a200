/* SPDX-License-Identifier: BSD-3-Clause */
#include "buffer.h"

#include "memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

uint8_t *buffer_reserve(struct buffer *b, size_t size)
{
	if (b->capacity - b->end >= size)
		return b->bytes + b->end;
	size_t length = buffer_length(b);
	if (b->start)
		memmove(b->bytes, b->bytes + b->start, length);
	b->start = 0;
	b->end = length;
	if (b->capacity - b->end < size) {
		b->capacity = (b->end + size) * 2;
		b->bytes = memory_resize(b->bytes, b->capacity);
	}
	return b->bytes + b->end;
}

void buffer_commit(struct buffer *b, size_t size)
{
	assert(b->capacity - b->end >= size);
	b->end += size;
}

void buffer_append(struct buffer *b, const void *bytes, size_t size)
{
	if (!size)
		return;
	memcpy(buffer_reserve(b, size), bytes, size);
	buffer_commit(b, size);
}

void buffer_consume(struct buffer *b, size_t size)
{
	assert(buffer_length(b) >= size);
	b->start += size;
	if (b->start == b->end)
		b->start = b->end = 0;
}

void buffer_free(struct buffer *b)
{
	free(b->bytes);
	*b = (struct buffer){0};
}
