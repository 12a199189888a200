/* SPDX-License-Identifier: BSD-3-Clause */
/* The map of physical memory: a sorted array of disjoint regions. Boot only, one core. */
#include "mm/memory_map.h"

#include "lib/log.h"
#include "mm/page.h"

struct memory_map memory_map;

static void region_remove(struct memory_map *map, unsigned at)
{
	for (unsigned i = at + 1; i < map->count; i++)
		map->regions[i - 1] = map->regions[i];
	map->count--;
}

static int region_smallest_usable(const struct memory_map *map)
{
	int smallest = -1;
	uint64_t size = UINT64_MAX;
	for (unsigned i = 0; i < map->count; i++) {
		const struct memory_region *region = &map->regions[i];
		if (region->kind == MEMORY_USABLE && region->end - region->start < size) {
			smallest = (int)i;
			size = region->end - region->start;
		}
	}
	return smallest;
}

/*
 * A full map gives up its smallest usable region: memory that nobody knows of is lost, never handed out by mistake.
 * Only where no usable region is left, the new one is dropped.
 */
static bool region_make_room(struct memory_map *map)
{
	if (map->count < MEMORY_REGIONS_MAX)
		return true;
	int victim = region_smallest_usable(map);
	if (victim < 0)
		return false;
	log_line("memory map: more than %d regions, usable memory %#llx-%#llx is given up", MEMORY_REGIONS_MAX,
		(unsigned long long)map->regions[victim].start, (unsigned long long)map->regions[victim].end);
	region_remove(map, (unsigned)victim);
	return true;
}

static void region_insert(struct memory_map *map, const struct memory_region *region)
{
	if (region->start >= region->end || !region_make_room(map))
		return;
	unsigned at = map->count;
	while (at > 0 && map->regions[at - 1].start > region->start) {
		map->regions[at] = map->regions[at - 1];
		at--;
	}
	map->regions[at] = *region;
	map->count++;
}

/** Take [start, end) out of all regions; one that encloses it becomes two. */
static void regions_cut(struct memory_map *map, phys_t start, phys_t end)
{
	for (unsigned i = 0; i < map->count;) {
		struct memory_region *region = &map->regions[i];
		if (region->end <= start || region->start >= end) {
			i++;
			continue;
		}
		struct memory_region below = *region, above = *region;
		below.end = min(start, region->end);
		above.start = max(end, region->start);
		region_remove(map, i);
		region_insert(map, &below);
		region_insert(map, &above);
		i = 0; /* the array moved; the cut regions no longer overlap, so this ends */
	}
}

static void regions_join(struct memory_map *map)
{
	for (unsigned i = 1; i < map->count;) {
		struct memory_region *below = &map->regions[i - 1], *above = &map->regions[i];
		if (below->end != above->start || below->kind != above->kind || below->node != above->node) {
			i++;
			continue;
		}
		below->end = above->end;
		region_remove(map, i);
	}
}

void memory_map_add(struct memory_map *map, phys_t start, phys_t end, enum memory_kind kind, unsigned node)
{
	bool usable = kind == MEMORY_USABLE;
	struct memory_region region = {
		.start = usable ? align_up(start, PAGE_SIZE) : align_down(start, PAGE_SIZE),
		.end = usable ? align_down(end, PAGE_SIZE) : align_up(end, PAGE_SIZE),
		.kind = kind,
		.node = (uint16_t)node,
	};
	if (region.start >= region.end)
		return;
	regions_cut(map, region.start, region.end);
	region_insert(map, &region);
	regions_join(map);
}

phys_t memory_map_take(struct memory_map *map, uint64_t size, phys_t limit)
{
	size = align_up(size, PAGE_SIZE);
	for (unsigned i = 0; i < map->count; i++) {
		struct memory_region region = map->regions[i];
		/* The first MiB belongs to firmware habits and to the start-up code of other cores. */
		phys_t start = max(region.start, (phys_t)MIB(1));
		if (region.kind != MEMORY_USABLE || start >= region.end || region.end - start < size ||
			start + size > limit)
			continue;
		memory_map_add(map, start, start + size, MEMORY_KERNEL, region.node);
		return start;
	}
	return 0;
}
