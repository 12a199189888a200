/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernel heap: slabs by size class with a cache per core; whole pages above 8 KiB. From any context; 16-byte aligned;
 * sizes of a power of two are aligned to themselves up to a page. */
#ifndef MM_HEAP_H
#define MM_HEAP_H

#include "lib/types.h"

void *heap_alloc(size_t size);  /* NULL when memory is short; contents undefined */
void *heap_zalloc(size_t size); /* zeroed */
void *heap_realloc(void *memory, size_t size);
void heap_free(void *memory); /* NULL is fine */
char *heap_strdup(const char *s);
size_t heap_bytes_used(void);

#endif
