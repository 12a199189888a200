/* SPDX-License-Identifier: BSD-3-Clause */
/* What the processor tells about itself, for /proc/cpuinfo and /sys. */
#ifndef ARCH_CPUINFO_H
#define ARCH_CPUINFO_H

#include "lib/types.h"

#define CPU_DESCRIPTION_MAX 4096

/** The lines of /proc/cpuinfo for a core, but for "processor"; terminated. */
void arch_cpu_describe(unsigned core, char *to, size_t size);

/** Where a core sits. Cores with the same `package` and `core` are threads of one. */
struct cpu_place {
	unsigned package, core, thread;
};
void arch_cpu_place(unsigned core, struct cpu_place *place);

enum cpu_cache_type {
	CPU_CACHE_DATA = 1,
	CPU_CACHE_INSTRUCTION = 2,
	CPU_CACHE_UNIFIED = 3,
};

struct cpu_cache {
	enum cpu_cache_type type;
	unsigned level, line_size, partitions, ways, sets;
	unsigned sharing_shift; /* cores whose APIC ids differ below this bit share it */
};
/** Cache `index` of the processor, or false: there are not so many. */
bool arch_cpu_cache(unsigned index, struct cpu_cache *cache);
bool arch_cpu_shares_cache(unsigned a, unsigned b, const struct cpu_cache *cache);

/** ACPI's relative distance of two NUMA nodes, 10 to itself (ACPI 6.4, section 5.2.17). */
unsigned arch_node_distance(unsigned from, unsigned to);

#endif
