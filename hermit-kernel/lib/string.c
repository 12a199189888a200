/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory and string functions. The bulk ones use the CPU's string instructions: no vector registers in the kernel. */
#include "lib/string.h"

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	void *result = to;
	size_t words = size / 8;

	__asm__ volatile("rep movsq; movq %3, %2; rep movsb"
			 : "+D"(to), "+S"(from), "+c"(words)
			 : "r"(size % 8)
			 : "memory");
	return result;
}

void *memmove(void *to, const void *from, size_t size)
{
	if ((uintptr_t)to - (uintptr_t)from >= size)
		return memcpy(to, from, size);
	const uint8_t *source = (const uint8_t *)from + size;
	uint8_t *target = (uint8_t *)to + size;
	while (size--)
		*--target = *--source;
	return to;
}

void *memset(void *to, int byte, size_t size)
{
	void *result = to;
	size_t words = size / 8;

	__asm__ volatile("rep stosq; movq %2, %1; rep stosb"
			 : "+D"(to), "+c"(words)
			 : "r"(size % 8), "a"(0x0101010101010101ULL * (uint8_t)byte)
			 : "memory");
	return result;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const uint8_t *x = a, *y = b;

	for (size_t i = 0; i < size; i++)
		if (x[i] != y[i])
			return x[i] - y[i];
	return 0;
}

void *memchr(const void *memory, int byte, size_t size)
{
	const uint8_t *bytes = memory;

	for (size_t i = 0; i < size; i++)
		if (bytes[i] == (uint8_t)byte)
			return (void *)(bytes + i);
	return NULL;
}

size_t strlen(const char *s)
{
	size_t length = 0;

	while (s[length])
		length++;
	return length;
}

size_t strnlen(const char *s, size_t most)
{
	size_t length = 0;

	while (length < most && s[length])
		length++;
	return length;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (uint8_t)*a - (uint8_t)*b;
}

int strncmp(const char *a, const char *b, size_t most)
{
	for (size_t i = 0; i < most; i++)
		if (a[i] != b[i] || !a[i])
			return (uint8_t)a[i] - (uint8_t)b[i];
	return 0;
}

char *strchr(const char *s, int c)
{
	for (;; s++) {
		if (*s == (char)c)
			return (char *)s;
		if (!*s)
			return NULL;
	}
}

char *strrchr(const char *s, int c)
{
	const char *found = NULL;

	for (;; s++) {
		if (*s == (char)c)
			found = s;
		if (!*s)
			return (char *)found;
	}
}

char *strstr(const char *s, const char *part)
{
	size_t length = strlen(part);

	for (; *s; s++)
		if (!strncmp(s, part, length))
			return (char *)s;
	return length ? NULL : (char *)s;
}

size_t strlcpy(char *to, const char *from, size_t size)
{
	size_t length = strlen(from);

	if (size) {
		size_t copied = min(length, size - 1);
		memcpy(to, from, copied);
		to[copied] = 0;
	}
	return length;
}
