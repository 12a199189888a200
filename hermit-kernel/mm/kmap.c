/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Kernel virtual ranges outside of the direct map. Both only grow: entries go from not present to present, so no core
 * ever has to flush its TLB for them. Freed stacks stay mapped, for the next thread.
 *
 * A slot of the stack range is twice the size of a stack: its lower half is never mapped, so running over the end of a
 * stack faults instead of writing into another.
 */
#include "mm/kmap.h"

#include <arch/paging.h>
#include "mm/page.h"
#include "sync/spinlock.h"

#define STACKS_BASE  KMAP_BASE
#define STACKS_END   (KMAP_BASE + KMAP_SIZE / 2)
#define DEVICES_BASE STACKS_END
#define DEVICES_END  (KMAP_BASE + KMAP_SIZE)
#define SLOT_SIZE    (2ULL * KERNEL_STACK_SIZE)

/** In the first word of a free stack. */
struct free_stack {
	struct free_stack *next;
};

static struct spinlock lock; /* interrupts off: guards all below, and the tables of both ranges */
static struct free_stack *free_stacks;
static uint64_t stacks_next = STACKS_BASE;
static uint64_t devices_next = DEVICES_BASE;

/** The entry of a 4 KiB page, tables made as needed; NULL when memory is short. */
static uint64_t *entry_locked(uint64_t address)
{
	uint64_t *table = kernel_pml4;
	for (unsigned shift = 39; shift > PAGE_SHIFT; shift -= 9) {
		uint64_t *entry = &table[address >> shift & 511];
		if (!*entry) {
			struct page *page = page_alloc(0, PAGE_ZERO | PAGE_ATOMIC, NODE_ANY);
			if (!page)
				return NULL;
			*entry = page_to_phys(page) | PTE_PRESENT | PTE_WRITE | PTE_ACCESSED;
		}
		table = phys_to_virt(*entry & PTE_ADDRESS);
	}
	return &table[address >> PAGE_SHIFT & 511];
}

static bool map_locked(uint64_t address, phys_t phys, uint64_t flags)
{
	uint64_t *entry = entry_locked(address);
	if (!entry)
		return false;
	*entry = phys | flags | PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | PTE_DIRTY | PTE_GLOBAL | PTE_NX;
	return true;
}

/**
 * Map a new stack in the slot. Where memory ends half-way, the pages mapped so far stay: the next attempt at the same
 * slot goes on behind them.
 */
static bool stack_map_locked(uint64_t stack)
{
	for (uint64_t address = stack; address < stack + KERNEL_STACK_SIZE; address += PAGE_SIZE) {
		uint64_t *entry = entry_locked(address);
		if (!entry)
			return false;
		if (*entry)
			continue;
		struct page *page = page_alloc(0, PAGE_ATOMIC, NODE_ANY);
		if (!page)
			return false;
		map_locked(address, page_to_phys(page), 0);
	}
	return true;
}

uint64_t kmap_stack_alloc(void)
{
	irqflags_t flags = spin_lock_irqsave(&lock);
	uint64_t stack = (uint64_t)free_stacks;
	if (stack) {
		free_stacks = free_stacks->next;
	} else if (stacks_next < STACKS_END && stack_map_locked(stacks_next + SLOT_SIZE - KERNEL_STACK_SIZE)) {
		stack = stacks_next + SLOT_SIZE - KERNEL_STACK_SIZE;
		stacks_next += SLOT_SIZE;
	}
	spin_unlock_irqrestore(&lock, flags);
	return stack;
}

void kmap_stack_free(uint64_t stack)
{
	struct free_stack *entry = (struct free_stack *)stack;
	irqflags_t flags = spin_lock_irqsave(&lock);
	entry->next = free_stacks;
	free_stacks = entry;
	spin_unlock_irqrestore(&lock, flags);
}

bool kmap_is_stack_guard(uint64_t address)
{
	return address >= STACKS_BASE && address < STACKS_END && address % SLOT_SIZE < SLOT_SIZE - KERNEL_STACK_SIZE;
}

void *kmap_device(phys_t phys, size_t size)
{
	phys_t first = align_down(phys, PAGE_SIZE), end = align_up(phys + size, PAGE_SIZE);
	irqflags_t flags = spin_lock_irqsave(&lock);
	uint64_t base = devices_next;
	bool mapped = end - first <= DEVICES_END - base;
	for (phys_t page = first; mapped && page < end; page += PAGE_SIZE)
		mapped = map_locked(base + (page - first), page, PTE_CD | PTE_WT);
	if (mapped)
		devices_next = base + (end - first) + PAGE_SIZE; /* one unmapped page between two devices */
	spin_unlock_irqrestore(&lock, flags);
	return mapped ? (void *)(base + (phys - first)) : NULL;
}
