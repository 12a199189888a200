/* SPDX-License-Identifier: BSD-3-Clause */
/* What /proc tells about the address space. */
#include "fs/file.h"
#include "mm/mm.h"
#include "mm/pagetable.h"
#include "mm/vma.h"

bool mm_next_vma(uint64_t address, struct vma_info *info)
{
	struct vma *vma = vma_read_lock_above(address);
	if (!vma)
		return false;
	struct pt_count count;
	*info = (struct vma_info){
		.start = vma->start,
		.end = vma->end,
		.offset = vma->file ? vma->start + vma->shift : 0,
		.prot = (int)(vma->flags & VMA_PROT_MASK),
		.shared = vma->flags & VMA_SHARED,
		.stack = vma->flags & VMA_STACK,
		.heap = vma->flags & VMA_HEAP,
		.locked = vma->flags & VMA_LOCKED,
		.file = vma->file ? file_get(vma->file) : NULL,
	};
	pt_count(info->start, info->end, &count);
	vma_read_unlock(vma);
	info->resident = count.resident;
	info->huge = count.huge;
	info->dirty = count.dirty;
	return true;
}

static void add_vma(struct mm_stats *stats, const struct vma *vma)
{
	uint64_t size = vma->end - vma->start;
	stats->mapped += size;
	if (vma->flags & VMA_LOCKED)
		stats->locked += size;
	if (vma->flags & VMA_STACK)
		stats->stack += size;
	else if (vma->flags & VMA_WRITE && !(vma->flags & VMA_SHARED))
		stats->data += size;
	else if (vma->flags & VMA_EXEC && !(vma->flags & VMA_WRITE))
		stats->text += size;
}

void mm_stats(struct mm_stats *stats)
{
	*stats = (struct mm_stats){0};
	mm_change_begin();
	for (const struct vma *vma = vma_of(rb_first(&mm.vmas)); vma; vma = vma_next(vma))
		add_vma(stats, vma);
	stats->vmas = mm.vma_count;
	mm_change_end();
	int64_t resident = max(atomic_load(&mm.resident_pages), (int64_t)0);
	int64_t peak = max(atomic_load(&mm.resident_peak), resident);
	stats->resident = (uint64_t)resident * PAGE_SIZE;
	stats->resident_peak = (uint64_t)peak * PAGE_SIZE;
	stats->page_tables = (uint64_t)atomic_load(&mm.table_pages) * PAGE_SIZE;
}
