/* SPDX-License-Identifier: BSD-3-Clause */
/* mprotect(2). */
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/pagetable.h"
#include "mm/range.h"

/** As far as the range is mapped and may get these rights; `error` says what ends it, if that comes before `end`. */
static uint64_t allowed_end(uint64_t start, uint64_t end, int prot, int *error)
{
	*error = 0;
	uint64_t at = start;
	for (const struct vma *vma = vma_find(start); at < end; vma = vma_next(vma)) {
		if (!vma || vma->start > at)
			*error = -ENOMEM;
		else if (prot & PROT_WRITE && !(vma->flags & VMA_MAY_WRITE))
			*error = -EACCES;
		if (*error)
			return at;
		at = vma->end;
	}
	return end;
}

/** Bytes of private memory that become writable: they count as committed, as a new mapping would. */
static uint64_t newly_committed(uint64_t start, uint64_t end, int prot)
{
	uint64_t bytes = 0;
	if (!(prot & PROT_WRITE))
		return 0;
	for (const struct vma *vma = vma_find(start); vma && vma->start < end; vma = vma_next(vma))
		if (!(vma->flags & (VMA_WRITE | VMA_SHARED | VMA_NORESERVE)))
			bytes += min(vma->end, end) - max(vma->start, start);
	return bytes;
}

static bool all_have(uint64_t start, uint64_t end, uint32_t rights)
{
	for (const struct vma *vma = vma_find(start); vma && vma->start < end; vma = vma_next(vma))
		if ((vma->flags & VMA_PROT_MASK) != rights)
			return false;
	return true;
}

static int protect_locked(uint64_t start, uint64_t end, int prot)
{
	uint32_t rights = (uint32_t)prot & VMA_PROT_MASK;
	if (all_have(start, end, rights))
		return 0;
	if (newly_committed(start, end, prot) / PAGE_SIZE > page_total_count())
		return -ENOMEM;
	int error = vma_isolate(&(struct range){start, end}, 1);
	if (error)
		return error;
	struct pt_gather gather;
	pt_gather_init(&gather);
	for (struct vma *vma = vma_find(start); vma && vma->start < end; vma = vma_next(vma)) {
		uint32_t before = vma->flags & VMA_PROT_MASK;
		vma->flags = (vma->flags & ~VMA_PROT_MASK) | rights;
		if (before != rights && !(vma->flags & VMA_PHYSICAL))
			pt_protect(&gather, vma->start, vma->end, prot);
		else if (before != rights)
			pt_unmap(&gather, vma->start, vma->end); /* the next fault maps it with the new rights */
	}
	pt_gather_flush(&gather);
	vma_merge(start, end);
	return 0;
}

/** PROT_GROWSDOWN: from the beginning of a stack. */
static int protect_range(uint64_t start, uint64_t end, int prot)
{
	const struct vma *first = vma_find(start);
	if (!first || (first->start > start && !(prot & PROT_GROWSDOWN)))
		return -ENOMEM;
	if (prot & PROT_GROWSDOWN) {
		if (first->start >= end)
			return -ENOMEM;
		if (!(first->flags & VMA_STACK))
			return -EINVAL;
		start = first->start;
	}
	int limit_error;
	uint64_t limit = allowed_end(start, end, prot, &limit_error);
	int error = limit > start ? protect_locked(start, limit, prot) : 0;
	return error ?: limit_error;
}

long mm_mprotect(uint64_t address, uint64_t length, int prot)
{
	int known = PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM | PROT_GROWSDOWN;
	if (prot & ~known || !is_aligned(address, PAGE_SIZE))
		return -EINVAL;
	if (!length)
		return 0;
	length = range_pages(length);
	if (!length || !range_valid(address, length))
		return -ENOMEM;
	mm_change_begin();
	int error = protect_range(address, address + length, prot);
	mm_change_end();
	return error;
}
