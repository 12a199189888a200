/* SPDX-License-Identifier: BSD-3-Clause */
#include "memory.h"

#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *memory_resize(void *old, size_t size)
{
	void *block = realloc(old, size ? size : 1);
	if (!block)
		fail_exit(FAIL_ISLE, "out of memory (%zu bytes)", size);
	return block;
}

char *memory_copy_text(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(memory_resize(NULL, size), text, size);
}

char *memory_format(const char *format, ...)
{
	char *text;
	va_list arguments;
	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		fail_exit(FAIL_ISLE, "out of memory");
	return text;
}
