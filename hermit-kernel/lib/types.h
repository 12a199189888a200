/* SPDX-License-Identifier: BSD-3-Clause */
/* Basic types and helpers that every kernel source may use. */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t ssize64_t;
typedef uint64_t phys_t; /* physical address */

#define KIB(n) ((uint64_t)(n) << 10)
#define MIB(n) ((uint64_t)(n) << 20)
#define GIB(n) ((uint64_t)(n) << 30)

#define likely(x)        __builtin_expect(!!(x), 1)
#define unlikely(x)      __builtin_expect(!!(x), 0)
#define array_size(a)    (sizeof(a) / sizeof((a)[0]))
#define align_down(x, a) ((x) & ~((__typeof__(x))(a)-1))
#define align_up(x, a)   (((x) + ((__typeof__(x))(a)-1)) & ~((__typeof__(x))(a)-1))
#define is_aligned(x, a) (((x) & ((__typeof__(x))(a)-1)) == 0)
#define min_named(a, b, x, y)                                                                                          \
	({                                                                                                             \
		__typeof__(a) x = (a);                                                                                 \
		__typeof__(b) y = (b);                                                                                 \
		x < y ? x : y;                                                                                         \
	})
#define max_named(a, b, x, y)                                                                                          \
	({                                                                                                             \
		__typeof__(a) x = (a);                                                                                 \
		__typeof__(b) y = (b);                                                                                 \
		x > y ? x : y;                                                                                         \
	})
/* Each use has names of its own, so that uses can be nested. */
#define unique_paste(name, number)      name##number
#define unique(name, number)            unique_paste(name, number)
#define min(a, b)                       min_named(a, b, unique(min_a_, __COUNTER__), unique(min_b_, __COUNTER__))
#define max(a, b)                       max_named(a, b, unique(max_a_, __COUNTER__), unique(max_b_, __COUNTER__))
#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

/* An errno travels in a pointer: the last 4095 addresses are never valid ones. */
#define ERROR_MAX 4095
static inline void *error_ptr(long error)
{
	return (void *)error;
}
static inline bool is_error(const void *ptr)
{
	return (uintptr_t)ptr >= (uintptr_t)-ERROR_MAX;
}
static inline long ptr_error(const void *ptr)
{
	return (long)ptr;
}

#define NS_PER_SEC  1000000000ULL
#define NS_PER_MSEC 1000000ULL
#define NS_PER_USEC 1000ULL

#endif
