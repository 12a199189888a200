/* SPDX-License-Identifier: BSD-3-Clause */
/* What generic code needs of a core: relax, barriers, TSC, random numbers, halt. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include "lib/types.h"

static inline void cpu_relax(void)
{
	__builtin_ia32_pause();
}

static inline uint64_t cpu_read_tsc(void)
{
	uint32_t low, high;
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

/** Hardware random number; false where the CPU has none or it ran dry. RDSEED first, then RDRAND. */
bool cpu_random(uint64_t *value);

/** Length of the address that a program may use: exclusive upper bound, one page below the non-canonical hole. */
#define USER_END 0x00007ffffffff000ULL

#endif
