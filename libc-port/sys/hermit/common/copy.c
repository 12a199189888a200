/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * memcpy, memmove, memset. Small sizes in a few unaligned accesses that may overlap, instead of newlib's string
 * instructions, whose start costs more than such a copy; large ones in blocks of a cache line, without newlib's stores
 * that go past the caches.
 */
#include <emmintrin.h>
#include <stdint.h>
#include <string.h>

/* A loop here must not become a call of the very function that it is in. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

/* From here on the string instruction wins, also in an emulator, where it is dear. */
#define SET_STRING_BYTES 1024

typedef uint64_t word64 __attribute__((aligned(1), may_alias));
typedef uint32_t word32 __attribute__((aligned(1), may_alias));
typedef uint16_t word16 __attribute__((aligned(1), may_alias));

static inline __m128i load16(const char *from)
{
	return _mm_loadu_si128((const __m128i *)from);
}

static inline void store16(char *to, __m128i value)
{
	_mm_storeu_si128((__m128i *)to, value);
}

/* Up to 16 bytes, overlapping or not: all is loaded before anything is stored. */
static inline void copy_few(char *to, const char *from, size_t size)
{
	if (size >= 8) {
		uint64_t first = *(const word64 *)from, last = *(const word64 *)(from + size - 8);
		*(word64 *)to = first;
		*(word64 *)(to + size - 8) = last;
	} else if (size >= 4) {
		uint32_t first = *(const word32 *)from, last = *(const word32 *)(from + size - 4);
		*(word32 *)to = first;
		*(word32 *)(to + size - 4) = last;
	} else if (size >= 2) {
		uint16_t first = *(const word16 *)from, last = *(const word16 *)(from + size - 2);
		*(word16 *)to = first;
		*(word16 *)(to + size - 2) = last;
	} else if (size == 1) {
		*to = *from;
	}
}

static inline void copy_block(char *to, const char *from)
{
	const word64 *in = (const word64 *)from;
	word64 *out = (word64 *)to;
	uint64_t a = in[0], b = in[1], c = in[2], d = in[3], e = in[4], f = in[5], g = in[6], h = in[7];
	out[0] = a, out[1] = b, out[2] = c, out[3] = d, out[4] = e, out[5] = f, out[6] = g, out[7] = h;
}

/* More than 16 bytes; the target may begin below the source. The last bytes are loaded first: stores may reach them. */
static inline void copy_up(char *to, const char *from, size_t size)
{
	__m128i last = load16(from + size - 16);
	char *end = to + size - 16;
	for (; size > 64; size -= 64, to += 64, from += 64)
		copy_block(to, from);
	for (; to < end; to += 16, from += 16)
		store16(to, load16(from));
	store16(end, last);
}

/* The same from the end, where the target begins within the source. */
static inline void copy_down(char *to, const char *from, size_t size)
{
	__m128i first = load16(from);
	size_t at = size;
	for (; at > 16; at -= 16)
		store16(to + at - 16, load16(from + at - 16));
	store16(to, first);
}

void *memcpy(void *__restrict target, const void *__restrict source, size_t size)
{
	if (size <= 16)
		copy_few(target, source, size);
	else
		copy_up(target, source, size);
	return target;
}

void *memmove(void *target, const void *source, size_t size)
{
	uintptr_t ahead = (uintptr_t)target - (uintptr_t)source; /* huge where the target is below */
	if (size <= 16)
		copy_few(target, source, size);
	else if (ahead < size)
		copy_down(target, source, size);
	else
		copy_up(target, source, size);
	return target;
}

static inline void set_few(char *to, uint64_t pattern, size_t size)
{
	if (size >= 8) {
		*(word64 *)to = pattern;
		*(word64 *)(to + size - 8) = pattern;
	} else if (size >= 4) {
		*(word32 *)to = (uint32_t)pattern;
		*(word32 *)(to + size - 4) = (uint32_t)pattern;
	} else if (size >= 2) {
		*(word16 *)to = (uint16_t)pattern;
		*(word16 *)(to + size - 2) = (uint16_t)pattern;
	} else if (size == 1) {
		*to = (char)pattern;
	}
}

void *memset(void *target, int byte, size_t size)
{
	uint64_t pattern = (unsigned char)byte * 0x0101010101010101ULL;
	char *to = target;
	if (size <= 16) {
		set_few(to, pattern, size);
		return target;
	}
	store16(to + size - 16, _mm_set1_epi64x((long long)pattern));
	if (size < SET_STRING_BYTES) {
		for (size_t at = 0; at + 16 < size; at += 16)
			store16(to + at, _mm_set1_epi64x((long long)pattern));
		return target;
	}
	size_t words = size / 8;
	__asm__ volatile("rep stosq" : "+D"(to), "+c"(words) : "a"(pattern) : "memory");
	return target;
}
