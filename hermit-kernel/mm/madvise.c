/* SPDX-License-Identifier: BSD-3-Clause */
/* madvise(2). Advice that only asks for speed (read-ahead, reclaim order) is accepted and changes nothing. */
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/mman.h>
#include "fs/file.h"
#include "mm/pagetable.h"
#include "mm/range.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1; older headers lack it */
#endif

static void unmap_part(uint64_t start, uint64_t end)
{
	struct pt_gather gather;
	pt_gather_init(&gather);
	pt_unmap(&gather, start, end);
	pt_gather_flush(&gather);
}

static int dontneed_visit(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end)
{
	if (vma->flags & (VMA_LOCKED | VMA_PHYSICAL | VMA_ALLOCATED))
		return -EINVAL;
	if (!is_aligned(start | end, vma_page_size(vma)))
		return -EINVAL;
	int error = pt_split_at(start) ?: pt_split_at(end);
	if (!error)
		unmap_part(start, end);
	return error;
}

/** Freed at once: the program must be ready for zeroes at any time. */
static int free_visit(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end)
{
	if (vma->file || vma->flags & VMA_HUGETLB)
		return -EINVAL;
	return dontneed_visit(visit, vma, start, end);
}

static int nothing_visit(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end)
{
	return 0;
}

static int for_each(uint64_t start, uint64_t end, int (*visit)(struct range_visit *, struct vma *, uint64_t, uint64_t))
{
	struct range_visit with = {.visit = visit};
	return range_for_each(start, end, &with);
}

/** The file is called without any VMA counted into: it unmaps the pages itself. */
static int remove_part(uint64_t start, uint64_t end, uint64_t *done)
{
	struct vma *vma = vma_read_lock(start);
	if (!vma)
		return -ENOMEM;
	struct file *file = NULL;
	int error = 0;
	*done = min(end, vma->end);
	uint64_t offset = start + vma->shift;
	if (!vma->file || vma->flags & VMA_LOCKED || !vma->file->ops->fallocate)
		error = -EINVAL;
	else if ((vma->flags & (VMA_SHARED | VMA_WRITE)) != (VMA_SHARED | VMA_WRITE))
		error = -EACCES;
	else
		file = file_get(vma->file);
	vma_read_unlock(vma);
	if (error)
		return error;
	error = file->ops->fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, *done - start);
	file_put(file);
	return error;
}

static int advise_remove(uint64_t start, uint64_t end)
{
	int error = 0;
	for (uint64_t done; !error && start < end; start = done)
		error = remove_part(start, end, &done);
	return error;
}

/** Flags of all parts that are mapped; those that are not make it -ENOMEM. */
static int advise_flags(uint64_t start, uint64_t end, uint32_t clear, uint32_t set)
{
	mm_change_begin();
	bool covered = vma_covered(start, end);
	int error = range_set_flags(start, end, clear, set);
	mm_change_end();
	return error || covered ? error : -ENOMEM;
}

static int advise_populate(uint64_t start, uint64_t end, bool write)
{
	int error = range_populate(start, end, write);
	switch (error) {
	case 0:
	case -ENOMEM:
		return error;
	case -ENOBUFS:
		return -ENOMEM;
	case -EACCES:
		return -EINVAL;
	default:
		return -EFAULT;
	}
}

static int advise(uint64_t start, uint64_t end, int advice)
{
	switch (advice) {
	case MADV_DONTNEED:
		return for_each(start, end, dontneed_visit);
	case MADV_FREE:
		return for_each(start, end, free_visit);
	case MADV_REMOVE:
		return advise_remove(start, end);
	case MADV_HUGEPAGE:
		return advise_flags(start, end, VMA_NO_HUGE, VMA_HUGE);
	case MADV_NOHUGEPAGE:
		return advise_flags(start, end, VMA_HUGE, VMA_NO_HUGE);
	case MADV_DONTDUMP:
		return advise_flags(start, end, 0, VMA_NO_DUMP);
	case MADV_DODUMP:
		return advise_flags(start, end, VMA_NO_DUMP, 0);
	case MADV_POPULATE_READ:
	case MADV_POPULATE_WRITE:
		return advise_populate(start, end, advice == MADV_POPULATE_WRITE);
	default: /* the rest of what is known: */
		return for_each(start, end, nothing_visit);
	}
}

static bool advice_known(int advice)
{
	switch (advice) {
	case MADV_NORMAL:
	case MADV_RANDOM:
	case MADV_SEQUENTIAL:
	case MADV_WILLNEED:
	case MADV_DONTFORK: /* there is no fork */
	case MADV_DOFORK:
	case MADV_COLD:
	case MADV_PAGEOUT:
	case MADV_COLLAPSE:
	case MADV_DONTNEED:
	case MADV_FREE:
	case MADV_REMOVE:
	case MADV_HUGEPAGE:
	case MADV_NOHUGEPAGE:
	case MADV_DONTDUMP:
	case MADV_DODUMP:
	case MADV_POPULATE_READ:
	case MADV_POPULATE_WRITE:
		return true;
	default:
		return false;
	}
}

long mm_madvise(uint64_t address, uint64_t length, int advice)
{
	uint64_t size = range_pages(length);
	if (!advice_known(advice) || !is_aligned(address, PAGE_SIZE) || (length && !size))
		return -EINVAL;
	if (address + size < address)
		return -EINVAL;
	if (!size)
		return 0;
	return range_valid(address, size) ? advise(address, address + size, advice) : -ENOMEM;
}
