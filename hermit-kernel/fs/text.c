/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/text.h"

#include "lib/format.h"
#include "lib/string.h"
#include "mm/heap.h"

#define FIRST_CAPACITY 1024u

/** Room for `size` more bytes and a NUL. */
static bool reserve(struct text *text, size_t size)
{
	if (text->short_of_memory)
		return false;
	if (text->capacity - text->length > size)
		return true;
	size_t capacity = max(text->capacity * 2, (size_t)FIRST_CAPACITY);
	while (capacity - text->length <= size)
		capacity *= 2;
	char *data = heap_realloc(text->data, capacity);
	if (!data) {
		text->short_of_memory = true;
		return false;
	}
	text->data = data;
	text->capacity = capacity;
	return true;
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (!reserve(text, length))
		return;
	va_start(args, format);
	vsnprintf(text->data + text->length, text->capacity - text->length, format, args);
	va_end(args);
	text->length += length;
}

void text_write(struct text *text, const void *bytes, size_t size)
{
	if (!reserve(text, size))
		return;
	memcpy(text->data + text->length, bytes, size);
	text->length += size;
	text->data[text->length] = 0;
}

void text_kib(struct text *text, const char *label, uint64_t bytes)
{
	text_printf(text, "%s%*lu kB\n", label, (int)(24 - strlen(label)), (unsigned long)(bytes >> 10));
}

void text_escaped(struct text *text, const char *path)
{
	for (; *path; path++) {
		if (strchr(" \t\n\\", *path))
			text_printf(text, "\\%03o", (unsigned)*path);
		else
			text_write(text, path, 1);
	}
}

void text_free(struct text *text)
{
	heap_free(text->data);
	*text = (struct text){0};
}
