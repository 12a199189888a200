/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory and string functions; meanings as in ISO C and POSIX. Not for program memory: see mm/user.h. */
#ifndef LIB_STRING_H
#define LIB_STRING_H

#include "lib/types.h"

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
void *memchr(const void *memory, int byte, size_t size);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t max);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *part);
/** Copy as much as fits, always terminate; returns strlen(from). */
size_t strlcpy(char *to, const char *from, size_t size);

#endif
