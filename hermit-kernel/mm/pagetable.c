/* SPDX-License-Identifier: BSD-3-Clause */
#include "mm/pagetable.h"

#include <linux/errno.h>
#include <linux/mman.h>
#include "lib/log.h"
#include "mm/vma.h"

#define TABLE_FLAGS    (PTE_PRESENT | PTE_WRITE | PTE_ACCESSED)
#define RIGHTS         (PTE_PROGRAM | PTE_WRITE | PTE_NX)
#define DIRECTORY      2u
#define TOP            4u
#define PAGES_PER_HUGE (HUGE_PAGE_SIZE / PAGE_SIZE)

/* Held while an entry for a 2 MiB page is replaced. Never with interrupts off, never around anything that waits. */
static struct spinlock huge_lock;

static unsigned level_shift(unsigned level)
{
	return PAGE_SHIFT + 9 * (level - 1);
}

static unsigned level_index(uint64_t address, unsigned level)
{
	return address >> level_shift(level) & 511;
}

static pte_t *entry_table(uint64_t entry)
{
	return phys_to_virt(entry & PTE_ADDRESS);
}

static bool is_table(uint64_t entry, unsigned level)
{
	return level > 1 && entry && !(entry & PTE_HUGE);
}

/* ---- walking and making ---- */

/** The table below an entry; with `make` an empty entry gets one. NULL: none, a 2 MiB page, memory is short. */
static pte_t *table_below(pte_t *entry, bool make)
{
	uint64_t value = atomic_load(entry);
	if (!value && make) {
		struct page *page = page_alloc(0, PAGE_ZERO, NODE_ANY);
		if (!page)
			return NULL;
		if (atomic_compare_exchange_strong(entry, &value, page_to_phys(page) | TABLE_FLAGS)) {
			atomic_fetch_add_explicit(&mm.table_pages, 1, memory_order_relaxed);
			return page_to_virt(page);
		}
		page_put(page); /* somebody else was quicker; `value` is theirs */
	}
	return value && !(value & PTE_HUGE) ? entry_table(value) : NULL;
}

static pte_t *entry_of_level(uint64_t address, unsigned wanted, bool make)
{
	pte_t *table = (pte_t *)kernel_pml4;
	for (unsigned level = TOP; table && level > wanted; level--)
		table = table_below(&table[level_index(address, level)], make);
	return table ? &table[level_index(address, wanted)] : NULL;
}

pte_t *pt_gigantic_entry(uint64_t address, bool make)
{
	return entry_of_level(address, DIRECTORY + 1, make);
}

pte_t *pt_directory_entry(uint64_t address, bool make)
{
	return entry_of_level(address, DIRECTORY, make);
}

pte_t *pt_page_entry(pte_t *directory_entry, uint64_t address, bool make)
{
	pte_t *table = table_below(directory_entry, make);
	return table ? &table[level_index(address, 1)] : NULL;
}

uint64_t pt_lookup(uint64_t address, uint64_t *size)
{
	pte_t *table = (pte_t *)kernel_pml4;
	uint64_t value = 0;
	for (unsigned level = TOP; level > 0; level--) {
		value = atomic_load(&table[level_index(address, level)]);
		if (!is_table(value, level))
			break;
		table = entry_table(value);
	}
	*size = pt_size(value);
	return value;
}

/** Calls for every leaf entry that is not 0. */
struct walk {
	void (*leaf)(struct walk *walk, pte_t *entry, uint64_t address, unsigned level);
	struct pt_gather *gather;
	struct pt_count *count;
	int prot;
};

static void walk_table(struct walk *walk, pte_t *table, unsigned level, uint64_t start, uint64_t end)
{
	uint64_t size = 1ULL << level_shift(level);
	for (uint64_t address = start, next; address < end; address = next) {
		pte_t *entry = &table[level_index(address, level)];
		uint64_t value = atomic_load(entry);
		next = min(align_down(address, size) + size, end);
		if (is_table(value, level))
			walk_table(walk, entry_table(value), level - 1, address, next);
		else if (value)
			walk->leaf(walk, entry, align_down(address, size), level);
	}
}

static void walk_range(struct walk *walk, uint64_t start, uint64_t end)
{
	walk_table(walk, (pte_t *)kernel_pml4, TOP, start, end);
}

/* ---- gathering ---- */

void pt_gather_init(struct pt_gather *gather)
{
	gather->start = UINT64_MAX;
	gather->end = 0;
	gather->tables_unlinked = false;
	gather->pages = NULL;
	gather->file_count = 0;
}

void pt_gather_range(struct pt_gather *gather, uint64_t start, uint64_t end)
{
	gather->start = min(gather->start, start);
	gather->end = max(gather->end, end);
}

void pt_gather_anon(struct pt_gather *gather, struct page *page)
{
	page->private = (uint64_t)gather->pages;
	gather->pages = page;
}

void pt_gather_file(struct pt_gather *gather, struct page *page)
{
	if (gather->file_count == array_size(gather->files))
		pt_gather_flush(gather);
	gather->files[gather->file_count++] = page;
}

void pt_gather_flush(struct pt_gather *gather)
{
	if (gather->start < gather->end)
		tlb_flush_range(gather->start, gather->end, gather->tables_unlinked);
	while (gather->pages) {
		struct page *page = gather->pages;
		gather->pages = (struct page *)page->private;
		page_put(page);
	}
	for (unsigned i = 0; i < gather->file_count; i++)
		page_put(gather->files[i]);
	pt_gather_init(gather);
}

/** What a removed leaf entry owned. */
static void gather_entry(struct pt_gather *gather, uint64_t entry, uint64_t address)
{
	uint64_t size = pt_size(entry);
	atomic_fetch_sub_explicit(&mm.resident_pages, (int64_t)(pt_resident(entry) / PAGE_SIZE), memory_order_relaxed);
	if (entry & PTE_PRESENT)
		pt_gather_range(gather, address, address + size);
	if (entry & PTE_ANON)
		pt_gather_anon(gather, page_from_phys(entry & PTE_ADDRESS));
	else if (entry & PTE_FILE)
		pt_gather_file(gather, page_from_phys(entry & PTE_ADDRESS));
}

/* ---- splitting ---- */

static void table_fill_split(pte_t *table, uint64_t huge)
{
	for (unsigned i = 0; i < PAGES_PER_HUGE; i++)
		atomic_store_explicit(&table[i], (huge & ~PTE_HUGE) + i * PAGE_SIZE, memory_order_relaxed);
}

/**
 * The new entries map the same memory with the same rights, so a TLB entry of the old one does no harm; whoever unmaps
 * some of the small pages flushes their addresses, which drops a 2 MiB entry too (Intel SDM volume 3, 4.10.4.1).
 */
static int split_huge(pte_t *entry)
{
	struct page *page = page_alloc(0, 0, NODE_ANY);
	if (!page)
		return -ENOMEM;
	spin_lock(&huge_lock);
	uint64_t huge = atomic_load(entry);
	bool split = huge & PTE_HUGE;
	if (split) {
		table_fill_split(page_to_virt(page), huge);
		page_split(page_from_phys(huge & PTE_ADDRESS));
		atomic_store(entry, page_to_phys(page) | TABLE_FLAGS);
	}
	spin_unlock(&huge_lock);
	if (split)
		atomic_fetch_add_explicit(&mm.table_pages, 1, memory_order_relaxed);
	else
		page_put(page);
	return 0;
}

int pt_split_at(uint64_t address)
{
	if (is_aligned(address, HUGE_PAGE_SIZE))
		return 0;
	pte_t *entry = pt_directory_entry(address, false);
	return entry && atomic_load(entry) & PTE_HUGE ? split_huge(entry) : 0;
}

/* ---- unmapping ---- */

/** A 2 MiB page, unless somebody split it just now: then returns 0. */
static uint64_t huge_take(pte_t *entry)
{
	spin_lock(&huge_lock);
	uint64_t value = atomic_load(entry);
	if (value & PTE_HUGE)
		atomic_store(entry, 0);
	else
		value = 0;
	spin_unlock(&huge_lock);
	return value;
}

static void unmap_leaf(struct walk *walk, pte_t *entry, uint64_t address, unsigned level)
{
	uint64_t value = level > 1 ? huge_take(entry) : atomic_exchange(entry, 0);
	if (value)
		gather_entry(walk->gather, value, address);
	else if (level > 1 && is_table(atomic_load(entry), level))
		walk_table(walk, entry_table(atomic_load(entry)), level - 1, address, address + HUGE_PAGE_SIZE);
}

void pt_unmap(struct pt_gather *gather, uint64_t start, uint64_t end)
{
	struct walk walk = {.leaf = unmap_leaf, .gather = gather};
	walk_range(&walk, start, end);
}

/** Pages of files are never 2 MiB pages. */
static void unmap_file_leaf(struct walk *walk, pte_t *entry, uint64_t address, unsigned level)
{
	uint64_t value = atomic_load(entry);
	while (value && !(value & PTE_ANON)) {
		if (!atomic_compare_exchange_weak(entry, &value, 0))
			continue;
		gather_entry(walk->gather, value, address);
		return;
	}
}

void pt_unmap_files(struct pt_gather *gather, uint64_t start, uint64_t end)
{
	struct walk walk = {.leaf = unmap_file_leaf, .gather = gather};
	walk_range(&walk, start, end);
}

/** `table` is of `level`; its entries that point to tables with nothing but emptiness around them go. */
static void free_tables_below(struct pt_gather *gather, pte_t *table, unsigned level, uint64_t start, uint64_t end,
	uint64_t floor, uint64_t ceiling)
{
	uint64_t size = 1ULL << level_shift(level);
	for (uint64_t address = align_down(start, size); address < end; address += size) {
		pte_t *entry = &table[level_index(address, level)];
		uint64_t value = atomic_load(entry);
		if (!is_table(value, level))
			continue;
		if (level > DIRECTORY)
			free_tables_below(gather, entry_table(value), level - 1, max(start, address),
				min(end, address + size), floor, ceiling);
		if (address < floor || address + size > ceiling)
			continue;
		atomic_store(entry, 0);
		atomic_fetch_sub_explicit(&mm.table_pages, 1, memory_order_relaxed);
		gather->tables_unlinked = true;
		pt_gather_range(gather, max(start, address), min(end, address + size));
		pt_gather_anon(gather, page_from_phys(value & PTE_ADDRESS));
	}
}

void pt_free_tables(struct pt_gather *gather, uint64_t start, uint64_t end, uint64_t floor, uint64_t ceiling)
{
	free_tables_below(gather, (pte_t *)kernel_pml4, TOP, start, end, floor, ceiling);
}

/* ---- protection ---- */

/** Only private copies become writable at once; a page of a file may have to be told first (get_page). */
static uint64_t protected_value(uint64_t value, int prot)
{
	bool write = prot & PROT_WRITE && value & PTE_ANON;
	return (value & ~RIGHTS) | pt_rights(prot, write);
}

static bool rights_lost(uint64_t before, uint64_t after)
{
	if (!(before & PTE_PRESENT))
		return false;
	return !(after & PTE_PRESENT) || before & ~after & PTE_WRITE || after & ~before & PTE_NX;
}

static void protect_leaf(struct walk *walk, pte_t *entry, uint64_t address, unsigned level)
{
	uint64_t before = atomic_load(entry), after;
	do {
		if (!before || is_table(before, level))
			return;
		after = protected_value(before, walk->prot);
	} while (!atomic_compare_exchange_weak(entry, &before, after));
	if (rights_lost(before, after))
		pt_gather_range(walk->gather, address, address + pt_size(before));
}

void pt_protect(struct pt_gather *gather, uint64_t start, uint64_t end, int prot)
{
	struct walk walk = {.leaf = protect_leaf, .gather = gather, .prot = prot};
	walk_range(&walk, start, end);
}

static void protect_file_leaf(struct walk *walk, pte_t *entry, uint64_t address, unsigned level)
{
	uint64_t before = atomic_load(entry);
	while (before & PTE_WRITE && !(before & PTE_ANON)) {
		if (!atomic_compare_exchange_weak(entry, &before, before & ~PTE_WRITE))
			continue;
		pt_gather_range(walk->gather, address, address + PAGE_SIZE);
		return;
	}
}

void pt_protect_files(struct pt_gather *gather, uint64_t start, uint64_t end)
{
	struct walk walk = {.leaf = protect_file_leaf, .gather = gather};
	walk_range(&walk, start, end);
}

/* ---- counting ---- */

static void count_leaf(struct walk *walk, pte_t *entry, uint64_t address, unsigned level)
{
	uint64_t value = atomic_load(entry);
	uint64_t size = pt_resident(value);
	walk->count->resident += size;
	if (value & PTE_HUGE)
		walk->count->huge += size;
	if (value & (PTE_ANON | PTE_WRITE))
		walk->count->dirty += size;
}

void pt_count(uint64_t start, uint64_t end, struct pt_count *count)
{
	struct walk walk = {.leaf = count_leaf, .count = count};
	*count = (struct pt_count){0};
	walk_range(&walk, start, end);
}
