/* SPDX-License-Identifier: BSD-3-Clause */
/* Sets of cores for sched_setaffinity(2). */
#ifndef _SYS_CPUSET_H_
#define _SYS_CPUSET_H_

#include <stddef.h>

#define CPU_SETSIZE 1024

typedef struct {
	unsigned long __bits[CPU_SETSIZE / 64];
} cpu_set_t;

#define CPU_ZERO(set)        (*(set) = (cpu_set_t){{0}})
#define CPU_SET(core, set)   ((void)((set)->__bits[(core) / 64] |= 1UL << (core) % 64))
#define CPU_CLR(core, set)   ((void)((set)->__bits[(core) / 64] &= ~(1UL << (core) % 64)))
#define CPU_ISSET(core, set) ((int)((set)->__bits[(core) / 64] >> (core) % 64 & 1))
#define CPU_COUNT(set)       __hermit_cpu_count(set)
#define CPU_EQUAL(a, b)      (__builtin_memcmp((a), (b), sizeof(cpu_set_t)) == 0)

static inline int __hermit_cpu_count(const cpu_set_t *set)
{
	int count = 0;
	for (size_t i = 0; i < CPU_SETSIZE / 64; i++)
		count += __builtin_popcountl(set->__bits[i]);
	return count;
}

#endif
