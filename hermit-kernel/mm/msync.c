/* SPDX-License-Identifier: BSD-3-Clause */
/* msync(2), mincore(2), mlock(2) and relatives. */
#include <linux/errno.h>
#include <linux/mman.h>
#include "fs/file.h"
#include "mm/pagetable.h"
#include "mm/range.h"
#include "mm/user.h"

/* ---- msync ---- */

/** What one VMA of the range shows of a shared file; `file` NULL: nothing to write. */
struct part {
	struct file *file;
	uint64_t offset, length, end;
};

static int part_at(uint64_t start, uint64_t end, int flags, struct part *part)
{
	struct vma *vma = vma_read_lock(start);
	if (!vma)
		return -ENOMEM;
	bool busy = flags & MS_INVALIDATE && vma->flags & VMA_LOCKED;
	bool shared = vma->file && vma->file->inode && vma->flags & VMA_SHARED && !(vma->flags & VMA_PHYSICAL);
	part->end = min(end, vma->end);
	part->offset = start + vma->shift;
	part->length = part->end - start;
	part->file = shared && !busy ? file_get(vma->file) : NULL;
	vma_read_unlock(vma);
	return busy ? -EBUSY : 0;
}

static int part_sync(const struct part *part)
{
	struct inode *inode = part->file->inode;
	uint64_t last = part->offset + part->length - 1;
	if (!inode->ops->sync)
		return 0;
	mm_protect_inode(inode, part->offset >> PAGE_SHIFT, (last >> PAGE_SHIFT) + 1);
	return inode->ops->sync(inode, part->offset, last);
}

/** As Linux: goes on behind a hole and reports it at the end. */
static int sync_range(uint64_t start, uint64_t end, int flags)
{
	int result = 0;
	while (start < end) {
		struct part part;
		int error = part_at(start, end, flags, &part);
		if (error == -ENOMEM) {
			struct vma *next = vma_read_lock_above(start);
			result = -ENOMEM;
			start = next ? max(next->start, start) : end;
			if (next)
				vma_read_unlock(next);
			continue;
		}
		if (part.file && flags & MS_SYNC)
			error = part_sync(&part);
		if (part.file)
			file_put(part.file);
		if (error)
			return error;
		start = part.end;
	}
	return result;
}

long mm_msync(uint64_t address, uint64_t length, int flags)
{
	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) || !is_aligned(address, PAGE_SIZE))
		return -EINVAL;
	if (flags & MS_ASYNC && flags & MS_SYNC)
		return -EINVAL;
	uint64_t size = range_pages(length);
	if ((length && !size) || !range_valid(address, size))
		return -ENOMEM;
	return sync_range(address, address + size, flags);
}

/* ---- mincore ---- */

/** What is mapped now; a page of a file that nobody touched yet counts as absent, cached or not. */
static int mincore_visit(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end)
{
	for (uint64_t address = start; address < end; address += PAGE_SIZE) {
		uint64_t size;
		visit->vector[(address - visit->base) / PAGE_SIZE] = pt_lookup(address, &size) != 0;
	}
	return 0;
}

long mm_mincore(uint64_t address, uint64_t length, uint64_t vector)
{
	uint8_t chunk[512];
	if (!is_aligned(address, PAGE_SIZE))
		return -EINVAL;
	uint64_t size = range_pages(length);
	if ((length && !size) || !range_valid(address, size))
		return -ENOMEM;
	if (user_check_range(vector, size / PAGE_SIZE))
		return -EFAULT;
	for (uint64_t done = 0; done < size; done += sizeof(chunk) * PAGE_SIZE) {
		uint64_t part = min(size - done, sizeof(chunk) * PAGE_SIZE);
		struct range_visit visit = {.visit = mincore_visit, .vector = chunk, .base = address + done};
		int error = range_for_each(visit.base, visit.base + part, &visit);
		if (!error)
			error = user_copy_to(vector + done / PAGE_SIZE, chunk, part / PAGE_SIZE);
		if (error)
			return error;
	}
	return 0;
}

/* ---- mlock ---- */

static int lock_flags(uint64_t start, uint64_t end, bool lock)
{
	mm_change_begin();
	bool covered = vma_covered(start, end);
	int error = range_set_flags(start, end, lock ? 0 : VMA_LOCKED, lock ? VMA_LOCKED : 0);
	mm_change_end();
	return error || covered ? error : -ENOMEM;
}

long mm_mlock(uint64_t address, uint64_t length, bool lock, bool on_fault)
{
	uint64_t start = align_down(address, PAGE_SIZE), size = range_pages(length + (address - start));
	if (length > size)
		return -EINVAL;
	if (!size)
		return 0;
	if (!range_valid(start, size))
		return -ENOMEM;
	int error = lock_flags(start, start + size, lock);
	if (error || !lock || on_fault)
		return error;
	error = range_populate(start, start + size, false);
	return error == -ENOBUFS ? -EAGAIN : error ? -ENOMEM : 0;
}

long mm_mlock_all(bool current, bool future, bool on_fault)
{
	mm_change_begin();
	mm_lock_future = future;
	int error = current ? range_set_flags(0, USER_END, 0, VMA_LOCKED) : 0;
	mm_change_end();
	/* Parts that can't be read, and memory that runs short, do not fail it: as Linux. */
	for (uint64_t at = 0; !error && current && !on_fault;) {
		struct vma *vma = vma_read_lock_above(at);
		if (!vma)
			break;
		uint64_t start = vma->start, end = vma->end;
		vma_read_unlock(vma);
		range_populate(start, end, false);
		at = end;
	}
	return error;
}

long mm_munlock_all(void)
{
	mm_change_begin();
	mm_lock_future = false;
	int error = range_set_flags(0, USER_END, VMA_LOCKED, 0);
	mm_change_end();
	return error;
}
