/* SPDX-License-Identifier: BSD-3-Clause */
/* What generic code needs of a core, on the host. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include "lib/types.h"

static inline void cpu_relax(void)
{
	__builtin_ia32_pause();
}

static inline uint64_t cpu_read_tsc(void)
{
	return __builtin_ia32_rdtsc();
}

bool cpu_random(uint64_t *value);

#define USER_END 0x00007ffffffff000ULL

#endif
