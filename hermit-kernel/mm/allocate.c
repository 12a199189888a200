/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory with promises (hermit/memory.h): an anonymous VMA of its own, VMA_ALLOCATED, whose pages are put in before
 * anybody knows the address, so no fault ever happens in it.
 */
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/fault.h"
#include "mm/page.h"
#include "mm/pagetable.h"
#include "mm/range.h"
#include "sched/sched.h"

#define ALLOC_FLAGS (PAGE_ZERO | PAGE_PROGRAM | PAGE_QUIET)

struct allocation {
	uint64_t length, page_size;
	unsigned order;
	int node;
	struct page *block; /* the next page of a contiguous one; NULL: pages come one by one */
};

static uint32_t vma_flags_of(unsigned order)
{
	const uint32_t always = VMA_READ | VMA_WRITE | VMA_MAY_WRITE | VMA_ALLOCATED;

	switch (order) {
	case 0:
		return always | VMA_NO_HUGE;
	case HUGE_PAGE_ORDER:
		return always | VMA_HUGETLB;
	default:
		return always | VMA_HUGETLB | VMA_GIGANTIC;
	}
}

/** A range of addresses without pages; -ENOMEM. */
static long reserve(const struct allocation *allocation)
{
	long place = -ENOMEM;

	mm_change_begin();
	uint64_t start = vma_gap_find(allocation->length, MM_LOWEST, MM_TOP, allocation->page_size);
	if (start && range_affordable(allocation->length, true)) {
		struct vma *vma = vma_new(start, start + allocation->length, vma_flags_of(allocation->order), NULL, 0);
		if (vma) {
			vma_insert(vma);
			place = (long)start;
		}
	}
	mm_change_end();
	return place;
}

static struct page *next_page(struct allocation *allocation)
{
	unsigned flags = ALLOC_FLAGS | (allocation->node == NODE_ANY ? 0 : PAGE_THISNODE);
	struct page *page = allocation->block;

	if (!page)
		return page_alloc(allocation->order, flags, allocation->node);
	allocation->block += 1u << allocation->order;
	return page;
}

static pte_t *leaf_entry(uint64_t address, unsigned order)
{
	if (order == GIGANTIC_PAGE_ORDER)
		return pt_gigantic_entry(address, true);
	pte_t *directory_entry = pt_directory_entry(address, true);
	return order == 0 && directory_entry ? pt_page_entry(directory_entry, address, true) : directory_entry;
}

static int put_page(struct allocation *allocation, uint64_t address)
{
	static const uint64_t size_bits[] = {
		[0] = 0, [HUGE_PAGE_ORDER] = PTE_HUGE, [GIGANTIC_PAGE_ORDER] = PTE_HUGE | PTE_GIGANTIC};
	pte_t *entry = leaf_entry(address, allocation->order);
	struct page *page = entry ? next_page(allocation) : NULL;

	if (!page)
		return -ENOMEM;
	uint64_t value = page_to_phys(page) | PTE_ANON | pt_rights(PROT_READ | PROT_WRITE, true);
	if (fault_entry_replace(entry, 0, value | size_bits[allocation->order]))
		return 0;
	page_put(page);
	return -ENOMEM;
}

/** Nobody knows the addresses yet, but somebody may guess: a reader keeps the VMA and its tables where they are. */
static int put_pages(struct allocation *allocation, uint64_t start)
{
	struct vma *vma = vma_read_lock(start);
	int error = vma ? 0 : -ENOMEM;

	for (uint64_t done = 0; !error && done < allocation->length; done += allocation->page_size) {
		error = put_page(allocation, start + done);
		sched_yield_point();
	}
	if (vma)
		vma_read_unlock(vma);
	return error;
}

static unsigned order_of(uint64_t length)
{
	unsigned order = 0;

	while (PAGE_SIZE << order < length)
		order++;
	return order;
}

/** One physical range, as pages of the order; what is too much is given back. */
static int take_block(struct allocation *allocation)
{
	unsigned order = order_of(allocation->length);
	unsigned flags = ALLOC_FLAGS | (allocation->node == NODE_ANY ? 0 : PAGE_THISNODE);

	if (order > PAGE_ORDER_MAX)
		return -ENOMEM;
	struct page *block = page_alloc(order, flags, allocation->node);
	if (!block)
		return -ENOMEM;
	page_split_to(block, allocation->order);
	for (uint64_t at = allocation->length; at < PAGE_SIZE << order; at += allocation->page_size)
		page_put(block + at / PAGE_SIZE);
	allocation->block = block;
	return 0;
}

static void drop_rest(struct allocation *allocation, const struct page *end)
{
	for (; allocation->block && allocation->block < end; allocation->block += 1u << allocation->order)
		page_put(allocation->block);
}

long mm_allocate(uint64_t size, unsigned order, int node, bool contiguous)
{
	struct allocation allocation = {.page_size = PAGE_SIZE << order, .order = order, .node = node};

	if (!size)
		return -EINVAL;
	allocation.length = align_up(size, allocation.page_size);
	if (allocation.length < size || allocation.length / PAGE_SIZE > page_free_count())
		return -ENOMEM;
	long place = reserve(&allocation);
	if (place < 0)
		return place;
	int error = contiguous ? take_block(&allocation) : 0;
	const struct page *end = allocation.block + allocation.length / PAGE_SIZE;
	if (!error)
		error = put_pages(&allocation, (uint64_t)place);
	if (!error)
		return place;
	drop_rest(&allocation, end);
	mm_munmap((uint64_t)place, allocation.length);
	return error;
}

static bool is_allocation(const struct vma *vma, uint64_t address, uint64_t size)
{
	return vma && vma->flags & VMA_ALLOCATED && vma->start == address &&
	       vma->end == address + align_up(size, vma_page_size(vma));
}

long mm_release(uint64_t address, uint64_t size)
{
	long error = -EINVAL;

	if (!size || !range_valid(address, size))
		return -EINVAL;
	mm_change_begin();
	const struct vma *vma = vma_find(address);
	if (is_allocation(vma, address, size))
		error = range_unmap(address, vma->end);
	mm_change_end();
	return error;
}
