/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The direct map: all physical memory at DIRECT_MAP_BASE (Intel SDM volume 3, 4.5).
 *
 * boot.asm maps the first 4 GiB; this builds the whole map beside it and switches over. The first 4 GiB are mapped
 * whatever the memory map says, because ACPI's tables lie there, in memory that firmware may call anything. Above, only
 * what the map knows.
 *
 * boot_pml4, on which application processors start, gets the same upper half; all top-level entries that the kernel
 * will ever use exist from here on, so the two stay the same.
 */
#include <arch/paging.h>

#include "lib/log.h"
#include "lib/string.h"
#include "mm/kmap.h"
#include "mm/memory_map.h"
#include "mm/page.h"

/* boot.asm's, in the kernel image */
extern uint64_t boot_pml4[], kernel_pml4_table[], boot_pdpt_high[], boot_directories[];
uint64_t *const kernel_pml4 = kernel_pml4_table;

#define KERNEL_IMAGE_BASE 0xffffffff80000000ULL
#define KERNEL_LINKED     MIB(2) /* kernel_sections.lds */

#define ENTRIES        512
#define GIB_SHIFT      30
#define BOOT_MAP_LIMIT GIB(4) /* what boot.asm mapped: tables must come from below */
#define DIRECT_FLAGS   (PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | PTE_GLOBAL | PTE_HUGE | PTE_NX)
#define TABLE_FLAGS    (PTE_PRESENT | PTE_WRITE | PTE_ACCESSED)

static uint64_t image_shift;

phys_t kernel_image_phys(const void *address)
{
	return (uint64_t)address - KERNEL_IMAGE_BASE + image_shift;
}

void kernel_image_set_start(phys_t start)
{
	image_shift = start - KERNEL_LINKED;
}

/** CPUID 80000001h EDX bit 26. */
bool arch_has_gigantic_pages(void)
{
	uint32_t a = 0x80000000, b, c = 0, d;
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	if (a < 0x80000001)
		return false;
	a = 0x80000001;
	c = 0;
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return d >> 26 & 1;
}

/** Tables must come from below `limit`: from what is mapped already. */
static phys_t tables_limit = BOOT_MAP_LIMIT;

static uint64_t *table_take(struct memory_map *map)
{
	phys_t phys = memory_map_take(map, PAGE_SIZE, tables_limit);
	if (!phys)
		panic("no memory below %#llx for page tables", (unsigned long long)tables_limit);
	return memset(phys_to_virt(phys), 0, PAGE_SIZE);
}

static uint64_t *table_below(struct memory_map *map, uint64_t *entry)
{
	if (!*entry)
		*entry = virt_to_phys(table_take(map)) | TABLE_FLAGS;
	return phys_to_virt(*entry & PTE_ADDRESS);
}

/** `root`: a PML4 under construction. Ranges overlap where regions share a GiB; mapping twice is harmless. */
static void direct_map_gib(struct memory_map *map, uint64_t *root, phys_t phys, bool gib_pages)
{
	uint64_t virt = DIRECT_MAP_BASE + phys;
	uint64_t *pdpt = table_below(map, &root[virt >> 39 & (ENTRIES - 1)]);
	uint64_t *entry = &pdpt[virt >> GIB_SHIFT & (ENTRIES - 1)];
	if (gib_pages) {
		*entry = phys | DIRECT_FLAGS;
		return;
	}
	uint64_t *directory = table_below(map, entry);
	for (unsigned i = 0; i < ENTRIES; i++)
		directory[i] = (phys + i * HUGE_PAGE_SIZE) | DIRECT_FLAGS;
}

static void direct_map_range(struct memory_map *map, uint64_t *root, phys_t start, phys_t end, bool gib_pages)
{
	for (phys_t phys = align_down(start, GIB(1)); phys < end; phys += GIB(1))
		direct_map_gib(map, root, phys, gib_pages);
}

/** Lowest region that reaches above `address`; NULL: none. */
static const struct memory_region *region_above(const struct memory_map *map, phys_t address)
{
	for (unsigned i = 0; i < map->count; i++)
		if (map->regions[i].end > address && map->regions[i].kind != MEMORY_RESERVED)
			return &map->regions[i];
	return NULL;
}

/** Goes on by address, not by index: taking tables rearranges the map (below 4 GiB only). */
static void direct_map_regions(struct memory_map *map, uint64_t *root, bool gib_pages)
{
	phys_t done = BOOT_MAP_LIMIT;
	const struct memory_region *next;
	while ((next = region_above(map, done))) {
		phys_t start = max(next->start, done), end = next->end;
		direct_map_range(map, root, start, end, gib_pages);
		done = end;
	}
}

static void load_cr3(uint64_t value)
{
	__asm__ volatile("movq %0, %%cr3" ::"r"(value) : "memory");
}

/** Take over what was built in `root`, and use it. */
static void direct_map_finish(uint64_t *root)
{
	table_below(&memory_map, &root[KMAP_BASE >> 39 & (ENTRIES - 1)]);
	for (unsigned i = ENTRIES / 2; i < ENTRIES; i++)
		if (root[i])
			kernel_pml4[i] = boot_pml4[i] = root[i];
	load_cr3(kernel_image_phys(kernel_pml4));
}

void arch_direct_map(void)
{
	bool gib_pages = arch_has_gigantic_pages();
	uint64_t *root = table_take(&memory_map); /* scratch: only its entries are copied */
	direct_map_range(&memory_map, root, 0, BOOT_MAP_LIMIT, gib_pages);
	direct_map_regions(&memory_map, root, gib_pages);
	direct_map_finish(root);
}

/* ---- multi-kernel isles ---- */

static void direct_map_piece(struct memory_map *map, uint64_t *root, phys_t phys)
{
	uint64_t virt = DIRECT_MAP_BASE + phys;
	uint64_t *pdpt = table_below(map, &root[virt >> 39 & (ENTRIES - 1)]);
	uint64_t *directory = table_below(map, &pdpt[virt >> GIB_SHIFT & (ENTRIES - 1)]);
	directory[virt >> HUGE_PAGE_SHIFT & (ENTRIES - 1)] = phys | DIRECT_FLAGS;
}

/** Regions of different kinds may meet within a huge page; mapping it twice is harmless. */
static void direct_map_pieces(struct memory_map *map, uint64_t *root)
{
	const struct memory_region *next;
	for (phys_t done = 0; (next = region_above(map, done));) {
		phys_t start = align_down(max(next->start, done), HUGE_PAGE_SIZE), end = next->end;
		for (phys_t phys = start; phys < end; phys += HUGE_PAGE_SIZE)
			direct_map_piece(map, root, phys);
		done = end;
	}
}

/** Tables of boot.asm, which a start by PVH fills with other things. */
static void image_map(phys_t image_end)
{
	phys_t start = KERNEL_LINKED + image_shift;
	uint64_t *entry = &boot_directories[KERNEL_LINKED >> HUGE_PAGE_SHIFT];
	for (phys_t phys = start; phys < image_end; phys += HUGE_PAGE_SIZE)
		*entry++ = phys | PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | PTE_HUGE;
	boot_pdpt_high[ENTRIES - 2] = kernel_image_phys(boot_directories) | TABLE_FLAGS;
	kernel_pml4[ENTRIES - 1] = boot_pml4[ENTRIES - 1] = kernel_image_phys(boot_pdpt_high) | TABLE_FLAGS;
}

void arch_direct_map_isle(phys_t image_end)
{
	tables_limit = UINT64_MAX; /* the loader has mapped all that is ours */
	uint64_t *root = table_take(&memory_map);
	image_map(image_end);
	direct_map_pieces(&memory_map, root);
	direct_map_finish(root);
}
