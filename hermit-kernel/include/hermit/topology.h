/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cores, caches and NUMA nodes of the isle. They never change while it runs. Any thread may call these functions; they
 * never block. Sources: CPUID leaves 4, 0BH, 1FH, 8000001DH (Intel SDM volume 2A; AMD APM volume 3); ACPI SRAT and
 * SLIT.
 */
#ifndef HERMIT_TOPOLOGY_H
#define HERMIT_TOPOLOGY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How many cores (logical processors) the isle has: they are 0 to this - 1. */
int hermit_core_count(void);

/** How many NUMA nodes: they are 0 to this - 1. */
int hermit_node_count(void);

struct hermit_core_info {
	uint32_t size;     /* in: sizeof(struct hermit_core_info); out: bytes filled */
	uint32_t core;     /* its number */
	uint32_t node;     /* NUMA node */
	uint32_t package;  /* socket */
	uint32_t physical; /* physical core within the package: hardware threads of one share it */
	uint32_t thread;   /* hardware thread within the physical core */
	uint32_t apic_id;  /* of the hardware */
	uint32_t reserved; /* 0 */
};

/** Facts of one core. 0; -EINVAL where `core` is out of range or `info->size` too small, -EFAULT for a bad pointer. */
int hermit_core_info(int core, struct hermit_core_info *info);

enum hermit_cache_type {
	HERMIT_CACHE_DATA = 1,
	HERMIT_CACHE_INSTRUCTION = 2,
	HERMIT_CACHE_UNIFIED = 3,
};

struct hermit_cache_info {
	uint32_t size;       /* in: sizeof(struct hermit_cache_info); out: bytes filled */
	uint32_t level;      /* 1, 2, 3, … */
	uint32_t type;       /* enum hermit_cache_type */
	uint32_t line;       /* bytes */
	uint32_t ways;       /* associativity */
	uint32_t sharing;    /* how many hardware threads share it at most */
	uint64_t capacity;   /* bytes */
	uint32_t first_core; /* lowest core of the isle that shares it: the same for all that do */
	uint32_t reserved;   /* 0 */
};

/**
 * Facts of one cache that a core uses; `index` counts from 0, in the processor's own order.
 * 0; -ENOENT past the last one; -EINVAL, -EFAULT as hermit_core_info.
 */
int hermit_cache_info(int core, int index, struct hermit_cache_info *info);

/** Relative distance of memory of node `to` from cores of node `from`: 10 is local. -EINVAL where one is out of range.
 */
int hermit_node_distance(int from, int to);

#ifdef __cplusplus
}
#endif

#endif
