/* SPDX-License-Identifier: BSD-3-Clause */
#include "mm/range.h"

#include <linux/errno.h>
#include "mm/fault.h"
#include "mm/pagetable.h"
#include "sched/rlimit.h"
#include "sched/sched.h"

#define LOWER_HALF_END (1ULL << 47)

/** Take the VMAs of an isolated range out of the tree. Returns how many. */
static unsigned remove_vmas(uint64_t start, uint64_t end)
{
	unsigned removed = 0;
	struct vma *vma = vma_find(start), *next;
	for (; vma && vma->start < end; vma = next) {
		next = vma_next(vma);
		vma_remove(vma);
		vma_free(vma);
		removed++;
	}
	return removed;
}

static void update_peak(void)
{
	int64_t now = atomic_load(&mm.resident_pages);
	if (now > atomic_load(&mm.resident_peak))
		atomic_store(&mm.resident_peak, now);
}

void range_drop_pages(uint64_t start, uint64_t end)
{
	const struct vma *above = vma_find(start);
	const struct vma *below = above ? vma_prev(above) : vma_of(rb_last(&mm.vmas));
	struct pt_gather gather;
	pt_gather_init(&gather);
	pt_unmap(&gather, start, end);
	pt_free_tables(&gather, start, end, below ? below->end : 0, above ? above->start : LOWER_HALF_END);
	pt_gather_flush(&gather);
}

void range_clear(uint64_t start, uint64_t end)
{
	update_peak();
	if (remove_vmas(start, end))
		range_drop_pages(start, end);
}

static int unmap(uint64_t start, uint64_t end, bool hold)
{
	struct vma *first = vma_find(start);
	if (!first || first->start >= end)
		return 0;
	int error = vma_isolate(&(struct range){start, end}, 1);
	if (error)
		return error;
	if (hold)
		vma_hold(start, end);
	range_clear(start, end);
	return 0;
}

int range_unmap(uint64_t start, uint64_t end)
{
	return unmap(start, end, false);
}

int range_replace(uint64_t start, uint64_t end)
{
	return unmap(start, end, true);
}

int range_set_flags(uint64_t start, uint64_t end, uint32_t clear, uint32_t set)
{
	int error = vma_isolate(&(struct range){start, end}, 1);
	if (error)
		return error;
	for (struct vma *vma = vma_find(start); vma && vma->start < end; vma = vma_next(vma))
		vma->flags = (vma->flags & ~clear) | set;
	vma_merge(start, end);
	return 0;
}

static uint64_t mapped_bytes(void)
{
	uint64_t bytes = 0;
	for (const struct vma *vma = vma_of(rb_first(&mm.vmas)); vma; vma = vma_next(vma))
		bytes += vma->end - vma->start;
	return bytes;
}

bool range_affordable(uint64_t length, bool committed)
{
	uint64_t limit = rlimit_get(RLIMIT_AS);
	if (limit != RLIMIT_INFINITY && (length > limit || mapped_bytes() > limit - length))
		return false;
	return !committed || length / PAGE_SIZE <= page_total_count();
}

int range_for_each(uint64_t start, uint64_t end, struct range_visit *visit)
{
	int result = 0;
	while (start < end) {
		struct vma *vma = vma_read_lock_above(start);
		if (!vma || vma->start >= end) {
			if (vma)
				vma_read_unlock(vma);
			return -ENOMEM;
		}
		uint64_t from = max(start, vma->start), to = min(end, vma->end);
		if (from > start)
			result = -ENOMEM;
		int error = visit->visit(visit, vma, from, to);
		vma_read_unlock(vma);
		if (error)
			return error;
		start = to;
	}
	return result;
}

/** One page or 2 MiB; returns how far to go on, or a negative errno. */
static int64_t populate_step(struct vma *vma, uint64_t address, bool write)
{
	int error;
	uint64_t size;
	do
		error = fault_in_vma(vma, address, write ? FAULT_WRITE : FAULT_READ);
	while (error == -EAGAIN);
	if (error)
		return error == -ENOMEM ? -ENOBUFS : error;
	pt_lookup(address, &size);
	return (int64_t)(size - (address & (size - 1)));
}

static int populate_visit(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end)
{
	while (start < end) {
		int64_t step = populate_step(vma, start, visit->write);
		if (step < 0)
			return (int)step;
		start += (uint64_t)step;
		sched_yield_point();
	}
	return 0;
}

int range_populate(uint64_t start, uint64_t end, bool write)
{
	struct range_visit visit = {.visit = populate_visit, .write = write};
	int error;
	do
		error = range_for_each(start, end, &visit);
	while (error == -ENOBUFS && page_reclaim(FAULT_RECLAIM_PAGES));
	return error;
}
