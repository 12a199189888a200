/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Faults on memory without a file: pages filled with zeroes on first use, 2 MiB at once where that pays.
 *
 * When is that? The aligned 2 MiB around the address must lie in the VMA, so nothing is taken that the program did not
 * ask for: a thread stack of 1 MiB, or a malloc arena that grows by small steps, never qualifies. Stacks are left out
 * by MAP_STACK. While memory is short (1/8 free or less) only small pages are used, unless the program asked for big
 * ones by MADV_HUGEPAGE; and no range that has small pages already changes over, because that would mean to copy.
 *
 * A read of memory that was never written gets a page of its own as well, for most programs write what they read; but
 * where it can't be written, or while memory is short, it gets the one page of zeroes, read-only, until a write comes.
 */
#include <linux/errno.h>
#include "lib/log.h"
#include "mm/fault.h"

/** A page of zeroes that is mapped read-only; never freed, never counted. */
static _Atomic(struct page *) zero_page;

static struct page *zero_page_get(void)
{
	struct page *page = atomic_load(&zero_page), *expected = NULL;
	if (page)
		return page;
	page = page_alloc(0, PAGE_ZERO, NODE_ANY);
	if (page && !atomic_compare_exchange_strong(&zero_page, &expected, page)) {
		page_put(page);
		page = expected;
	}
	return page;
}

static bool memory_is_short(void)
{
	return page_free_count() <= page_total_count() / 8;
}

static uint64_t anon_value(const struct vma *vma, const struct page *page)
{
	return page_to_phys(page) | PTE_ANON | pt_rights((int)(vma->flags & VMA_PROT_MASK), vma->flags & VMA_WRITE);
}

/* ---- 2 MiB ---- */

/** The aligned 2 MiB lie in the VMA now. Its ends may grow meanwhile, which does not harm. */
static bool huge_fits(const struct vma *vma, uint64_t address)
{
	uint64_t start = align_down(address, HUGE_PAGE_SIZE);
	return start >= vma->start && start + HUGE_PAGE_SIZE <= vma->end;
}

static bool huge_wanted(const struct vma *vma, uint64_t address)
{
	if (vma->flags & VMA_HUGETLB)
		return true;
	if (vma->flags & (VMA_NO_HUGE | VMA_STACK) || !(vma->flags & VMA_WRITE) || !huge_fits(vma, address))
		return false;
	return vma->flags & VMA_HUGE || !memory_is_short();
}

/** 0: resolved; -EAGAIN: no memory in one piece, or somebody else was quicker. */
static int fault_huge(const struct vma *vma, pte_t *directory_entry, uint64_t address)
{
	struct page *page = fault_page_alloc(vma, address, HUGE_PAGE_ORDER, PAGE_ZERO);
	if (!page)
		return -EAGAIN;
	if (fault_entry_replace(directory_entry, 0, anon_value(vma, page) | PTE_HUGE))
		return 0;
	page_put(page);
	return -EAGAIN;
}

/* ---- small pages ---- */

static int fault_first_use(const struct vma *vma, pte_t *entry, uint64_t address, bool write)
{
	if (!write && (!(vma->flags & VMA_WRITE) || memory_is_short())) {
		struct page *zero = zero_page_get();
		if (!zero)
			return -ENOMEM;
		uint64_t value = page_to_phys(zero) | pt_rights((int)(vma->flags & VMA_PROT_MASK), false);
		return fault_entry_replace(entry, 0, value) ? 0 : -EAGAIN;
	}
	struct page *page = fault_page_alloc(vma, address, 0, PAGE_ZERO);
	if (!page)
		return -ENOMEM;
	if (fault_entry_replace(entry, 0, anon_value(vma, page)))
		return 0;
	page_put(page);
	return -EAGAIN;
}

/** A write to the page of zeroes. Other cores may have cached its entry. */
static int fault_first_write(const struct vma *vma, pte_t *entry, uint64_t before, uint64_t address)
{
	struct page *page = fault_page_alloc(vma, address, 0, PAGE_ZERO);
	if (!page)
		return -ENOMEM;
	if (!fault_entry_replace(entry, before, anon_value(vma, page))) {
		page_put(page);
		return -EAGAIN;
	}
	tlb_flush_page(address);
	return 0;
}

int fault_anon(struct vma *vma, uint64_t address, bool write)
{
	pte_t *directory_entry = pt_directory_entry(address, true);
	if (!directory_entry)
		return -ENOMEM;
	uint64_t directory = atomic_load(directory_entry);
	if (!directory && huge_wanted(vma, address)) {
		if (!fault_huge(vma, directory_entry, address))
			return 0;
		if (vma->flags & VMA_HUGETLB)
			return atomic_load(directory_entry) ? 0 : -ENOMEM;
	}
	pte_t *entry = pt_page_entry(directory_entry, address, true);
	if (!entry) /* a 2 MiB page that came meanwhile has all the rights of the VMA */
		return atomic_load(directory_entry) & PTE_HUGE ? 0 : -ENOMEM;
	uint64_t before = atomic_load(entry);
	if (!before)
		return fault_first_use(vma, entry, address, write);
	if (!write || before & PTE_WRITE)
		return 0;             /* somebody else resolved it */
	assert(!(before & PTE_ANON)); /* mprotect makes private pages writable at once */
	return fault_first_write(vma, entry, before, address);
}
