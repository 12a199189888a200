/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From a file to the VMAs that map it.
 *
 * The list of an inode's mappings is guarded by a spin lock, and the work on a VMA may wait. So each round takes the
 * first VMA of the list that this pass has not visited yet, counts itself into it as a reader, and moves it to the end
 * of the list; parts of a VMA that is split meanwhile carry the mark of the whole, one that is joined loses it
 * (mm/vma.c).
 */
#include "fs/vfs.h"
#include "mm/pagetable.h"
#include "mm/vma.h"

/** What to do with the pages of one VMA that show [first, end) of the file. */
typedef void (*visit_t)(struct vma *vma, uint64_t start, uint64_t end);

/** A VMA of the inode that is not marked yet; `busy`: a changer owns it. */
static struct vma *visit_next(struct inode *inode, uint64_t pass, bool *busy)
{
	struct vma *vma, *found = NULL;
	*busy = false;
	spin_lock(&inode->mappings_lock);
	list_for_each (vma, &inode->mappings, inode_link) {
		if (vma->unmap_pass >= pass)
			continue;
		if (vma_read_trylock(vma)) {
			vma->unmap_pass = pass;
			found = vma;
			list_remove(&vma->inode_link);
			list_append(&inode->mappings, &vma->inode_link);
		} else {
			*busy = true;
		}
		break;
	}
	spin_unlock(&inode->mappings_lock);
	return found;
}

/** Addresses of a VMA at which it shows a range of its file; false: nowhere. */
static bool file_range(const struct vma *vma, uint64_t first_page, uint64_t end_page, uint64_t *start, uint64_t *end)
{
	uint64_t size = vma->end - vma->start;
	uint64_t offset = vma->start + vma->shift; /* in the file, of the VMA's first byte */
	uint64_t limit = UINT64_MAX >> PAGE_SHIFT;
	uint64_t from = min(first_page, limit) << PAGE_SHIFT, to = min(end_page, limit) << PAGE_SHIFT;
	if (from >= offset + size || to <= offset)
		return false;
	*start = from > offset ? vma->start + (from - offset) : vma->start;
	*end = vma->start + min(size, to - offset);
	return true;
}

static void for_each_mapping(struct inode *inode, uint64_t first_page, uint64_t end_page, visit_t visit)
{
	static _Atomic uint64_t passes;
	uint64_t pass = atomic_fetch_add(&passes, 1) + 1;
	for (;;) {
		bool busy;
		uint64_t start, end, seen = atomic_load(&mm.releases);
		struct vma *vma = visit_next(inode, pass, &busy);
		if (vma) {
			if (file_range(vma, first_page, end_page, &start, &end))
				visit(vma, start, end);
			vma_read_unlock(vma);
		} else if (busy) {
			mm_wait_for_release(seen);
		} else {
			return;
		}
	}
}

static void unmap(struct vma *vma, uint64_t start, uint64_t end)
{
	struct pt_gather gather;
	atomic_fetch_add(&vma->truncations, 1);
	pt_gather_init(&gather);
	pt_unmap(&gather, start, end);
	pt_gather_flush(&gather);
}

static void unmap_files(struct vma *vma, uint64_t start, uint64_t end)
{
	struct pt_gather gather;
	atomic_fetch_add(&vma->truncations, 1);
	pt_gather_init(&gather);
	pt_unmap_files(&gather, start, end);
	pt_gather_flush(&gather);
}

static void protect(struct vma *vma, uint64_t start, uint64_t end)
{
	struct pt_gather gather;
	pt_gather_init(&gather);
	pt_protect_files(&gather, start, end);
	pt_gather_flush(&gather);
}

void mm_unmap_inode(struct inode *inode, uint64_t first_page)
{
	for_each_mapping(inode, first_page, UINT64_MAX, unmap);
}

void mm_unmap_inode_range(struct inode *inode, uint64_t first_page, uint64_t end_page)
{
	for_each_mapping(inode, first_page, end_page, unmap_files);
}

void mm_protect_inode(struct inode *inode, uint64_t first_page, uint64_t end_page)
{
	for_each_mapping(inode, first_page, end_page, protect);
}
