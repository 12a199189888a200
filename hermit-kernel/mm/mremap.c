/* SPDX-License-Identifier: BSD-3-Clause */
/* mremap(2). Pages move by their page table entries (mm/pagetable_move.c). */
#include <linux/errno.h>
#include <linux/mman.h>
#include "mm/pagetable.h"
#include "mm/range.h"

struct remap {
	uint64_t from, old_length;
	uint64_t to, new_length; /* `to`: with MREMAP_FIXED only */
	int flags;
};

static int remap_check(struct remap *remap)
{
	int flags = remap->flags;
	if (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP))
		return -EINVAL;
	if (flags & (MREMAP_FIXED | MREMAP_DONTUNMAP) && !(flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if (flags & MREMAP_DONTUNMAP && remap->old_length != remap->new_length)
		return -EINVAL;
	uint64_t asked = remap->new_length;
	remap->old_length = range_pages(remap->old_length);
	remap->new_length = range_pages(asked);
	if (!is_aligned(remap->from, PAGE_SIZE) || !asked || !remap->new_length)
		return -EINVAL;
	if (!range_valid(remap->from, remap->old_length))
		return -EFAULT;
	if (!range_valid(0, remap->new_length))
		return -ENOMEM;
	if (!(flags & MREMAP_FIXED))
		return 0;
	if (!is_aligned(remap->to, PAGE_SIZE) || !range_valid(remap->to, remap->new_length))
		return -EINVAL;
	if (remap->to < remap->from + remap->old_length && remap->from < remap->to + remap->new_length)
		return -EINVAL;
	return remap->to < MM_LOWEST ? -EPERM : 0;
}

static bool is_committed(const struct vma *vma)
{
	return vma->flags & VMA_WRITE && !(vma->flags & (VMA_SHARED | VMA_NORESERVE));
}

/** The VMA that holds the whole old range, or an errno. */
static int remap_source(const struct remap *remap, struct vma **source)
{
	struct vma *vma = vma_find(remap->from);
	*source = vma;
	if (!vma || vma->start > remap->from || vma->end < remap->from + remap->old_length)
		return -EFAULT;
	if (!remap->old_length && !(vma->flags & VMA_SHARED))
		return -EINVAL; /* only a shared mapping can be doubled */
	if (vma->flags & VMA_HUGETLB || (vma->flags & VMA_PHYSICAL && remap->new_length > remap->old_length))
		return -EINVAL;
	if (remap->flags & MREMAP_DONTUNMAP && vma->flags & VMA_PHYSICAL)
		return -EINVAL;
	if (remap->new_length > remap->old_length &&
		!range_affordable(remap->new_length - remap->old_length, is_committed(vma)))
		return -ENOMEM;
	return 0;
}

/** Grow where it is, if there is room. */
static bool remap_grow(const struct remap *remap, struct vma *vma)
{
	uint64_t end = remap->from + remap->new_length;
	const struct vma *above = vma_next(vma);
	if (vma->end != remap->from + remap->old_length || !range_valid(remap->from, remap->new_length))
		return false;
	if (above && above->start < end)
		return false;
	vma_set_end(vma, end);
	vma_merge(vma->start, end);
	return true;
}

static uint64_t remap_place(const struct remap *remap)
{
	uint64_t alike = remap->from % HUGE_PAGE_SIZE; /* so that 2 MiB pages and whole tables can move */
	if (remap->flags & MREMAP_FIXED)
		return remap->to;
	uint64_t place = 0;
	if (remap->old_length >= HUGE_PAGE_SIZE)
		place = vma_gap_find(remap->new_length + HUGE_PAGE_SIZE, MM_LOWEST, MM_TOP, HUGE_PAGE_SIZE);
	return place ? place + alike : vma_gap_find(remap->new_length, MM_LOWEST, MM_TOP, PAGE_SIZE);
}

/** Both ranges are isolated: the old one is one VMA, the new one is empty. */
static int remap_pages(const struct remap *remap, const struct vma *source, uint64_t to)
{
	uint64_t shift = source->file || source->flags & VMA_PHYSICAL ? source->shift + remap->from - to : 0;
	struct vma *target = vma_new(to, to + remap->new_length, source->flags, source->file, shift);
	if (!target)
		return -ENOMEM;
	target->policy = source->policy;
	uint64_t moved = min(remap->old_length, remap->new_length);
	int error = moved ? pt_move(remap->from, to, moved) : 0;
	if (error)
		vma_free(target);
	else
		vma_insert(target);
	return error;
}

static long remap_move(const struct remap *remap)
{
	uint64_t old_end = remap->from + remap->old_length;
	uint64_t to = remap_place(remap), new_end = to + remap->new_length;
	if (!to)
		return -ENOMEM;
	int error = vma_isolate((struct range[]){{to, new_end}, {remap->from, old_end}}, 2);
	if (error)
		return error;
	vma_hold(to, new_end);
	range_clear(to, new_end);
	error = remap_pages(remap, vma_find(remap->from), to);
	if (error)
		range_drop_pages(to, new_end); /* tables that were made for nothing */
	else if (remap->old_length && !(remap->flags & MREMAP_DONTUNMAP))
		range_clear(remap->from, old_end);
	vma_merge(remap->from, old_end);
	vma_merge(to, new_end);
	return error ?: (long)to;
}

static long remap_locked(struct remap *remap)
{
	struct vma *source;
	int error = remap_source(remap, &source);
	if (error)
		return error;
	bool stays = !(remap->flags & (MREMAP_FIXED | MREMAP_DONTUNMAP));
	if (remap->old_length > remap->new_length) {
		error = range_unmap(remap->from + remap->new_length, remap->from + remap->old_length);
		remap->old_length = remap->new_length;
		if (error)
			return error;
	}
	if (stays && remap->old_length == remap->new_length)
		return (long)remap->from;
	if (stays && remap->old_length && remap_grow(remap, source))
		return (long)remap->from;
	return remap->flags & MREMAP_MAYMOVE ? remap_move(remap) : -ENOMEM;
}

long mm_mremap(uint64_t address, uint64_t old_length, uint64_t new_length, int flags, uint64_t new_address)
{
	struct remap remap = {address, old_length, new_address, new_length, flags};
	int error = remap_check(&remap);
	if (error)
		return error;
	mm_change_begin();
	long result = remap_locked(&remap);
	bool locked = result > 0 && vma_find((uint64_t)result)->flags & VMA_LOCKED;
	mm_change_end();
	if (locked)
		range_populate((uint64_t)result, (uint64_t)result + remap.new_length, false);
	return result;
}
