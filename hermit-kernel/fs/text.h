/* SPDX-License-Identifier: BSD-3-Clause */
/* Text that grows as it is written: contents of generated files. */
#ifndef FS_TEXT_H
#define FS_TEXT_H

#include "lib/types.h"

struct text {
	char *data;
	size_t length, capacity;
	bool short_of_memory; /* what follows was dropped */
};

void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_write(struct text *text, const void *bytes, size_t size);
/** `label`, then the value right-aligned and " kB", as in /proc/meminfo. */
void text_kib(struct text *text, const char *label, uint64_t bytes);
/** A path with what would end a field written in octal, as in /proc/mounts. */
void text_escaped(struct text *text, const char *path);
void text_free(struct text *text);

#endif
