/* SPDX-License-Identifier: BSD-3-Clause */
/* A set of cores, one bit a core. */
#ifndef SCHED_CPUSET_H
#define SCHED_CPUSET_H

#include "lib/types.h"

#define CORES_MAX 1024 /* bits of the ABI's cpu_set_t (glibc); the APIC mode may allow fewer */

struct cpuset {
	uint64_t bits[CORES_MAX / 64];
};

static inline void cpuset_add(struct cpuset *set, unsigned core)
{
	set->bits[core / 64] |= 1ULL << (core % 64);
}

static inline void cpuset_remove(struct cpuset *set, unsigned core)
{
	set->bits[core / 64] &= ~(1ULL << (core % 64));
}

static inline bool cpuset_has(const struct cpuset *set, unsigned core)
{
	return set->bits[core / 64] >> (core % 64) & 1;
}

static inline bool cpuset_empty(const struct cpuset *set)
{
	for (unsigned i = 0; i < CORES_MAX / 64; i++)
		if (set->bits[i])
			return false;
	return true;
}

#endif
