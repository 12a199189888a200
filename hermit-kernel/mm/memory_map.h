/* SPDX-License-Identifier: BSD-3-Clause */
/* What physical memory there is: filled by arch code from the PVH memory map and ACPI SRAT before anything is
 * allocated. */
#ifndef MM_MEMORY_MAP_H
#define MM_MEMORY_MAP_H

#include "lib/types.h"

#define MEMORY_REGIONS_MAX 128
#define NODES_MAX          64

enum memory_kind {
	MEMORY_USABLE,
	MEMORY_KERNEL, /* kernel image, boot tables */
	MEMORY_IMAGE,  /* the root image: mapped straight into programs, never freed */
	MEMORY_RESERVED,
};

struct memory_region {
	phys_t start, end; /* page-aligned, half open */
	enum memory_kind kind;
	uint16_t node;
};

/** Sorted by address, without overlap. */
struct memory_map {
	unsigned count;
	bool zeroed; /* usable memory came filled with zeroes (a fresh VM), but for what firmware may have used
			(mm/page.c) */
	struct memory_region regions[MEMORY_REGIONS_MAX];
};

extern struct memory_map memory_map;

/**
 * Add a region; what overlaps older ones replaces their kind (and splits them). Bounds are rounded to pages: usable
 * memory inwards, everything else outwards. Neighbours of the same kind and node become one. Regions beyond
 * MEMORY_REGIONS_MAX are lost, with a log line: usable ones are given up first.
 */
void memory_map_add(struct memory_map *map, phys_t start, phys_t end, enum memory_kind kind, unsigned node);

/** Lowest usable range of `size` bytes below `limit`, page-aligned, taken out of the map as MEMORY_KERNEL. 0: there is
 * none. For boot. */
phys_t memory_map_take(struct memory_map *map, uint64_t size, phys_t limit);

#endif
