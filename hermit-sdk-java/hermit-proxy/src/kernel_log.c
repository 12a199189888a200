/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel_log.h"

#include "memory.h"

#include <string.h>

void kernel_log_add(struct kernel_log *log, const char *bytes, size_t size)
{
	log->total += size;
	if (size > KERNEL_LOG_SIZE) {
		bytes += size - KERNEL_LOG_SIZE;
		size = KERNEL_LOG_SIZE;
	}
	size_t first = KERNEL_LOG_SIZE - log->next;
	if (first > size)
		first = size;
	memcpy(log->bytes + log->next, bytes, first);
	memcpy(log->bytes, bytes + first, size - first);
	log->next = (log->next + size) % KERNEL_LOG_SIZE;
}

/* The ring as one text, oldest byte first. */
static size_t kernel_log_unroll(const struct kernel_log *log, char *text)
{
	size_t length = log->total < KERNEL_LOG_SIZE ? log->total : KERNEL_LOG_SIZE;
	size_t from = (log->next + KERNEL_LOG_SIZE - length) % KERNEL_LOG_SIZE;
	size_t used = 0;
	for (size_t i = 0; i < length; i++) {
		char c = log->bytes[(from + i) % KERNEL_LOG_SIZE];
		if (c != '\r' && c != 0)
			text[used++] = c;
	}
	if (used && text[used - 1] != '\n')
		text[used++] = '\n';
	text[used] = 0;
	return used;
}

char *kernel_log_tail(const struct kernel_log *log, size_t lines)
{
	char *text = memory_resize(NULL, KERNEL_LOG_SIZE + 2);
	size_t used = kernel_log_unroll(log, text);
	size_t start = used;
	while (start > 0 && (text[start - 1] != '\n' || start == used || lines-- > 1))
		start--;
	memmove(text, text + start, used - start + 1);
	return text;
}
