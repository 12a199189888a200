/* SPDX-License-Identifier: BSD-3-Clause */
/* Heap memory that either is there or ends the proxy: none of its allocations is worth going on without. */
#ifndef PROXY_MEMORY_H
#define PROXY_MEMORY_H

#include <stddef.h>

void *memory_resize(void *old, size_t size) __attribute__((alloc_size(2)));
char *memory_copy_text(const char *text);

/** printf into a new string. */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
