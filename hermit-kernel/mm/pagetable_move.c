/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Moving pages to other addresses, for mremap: entries travel, memory is not copied. Where both sides are aligned
 * alike, a directory's entry moves as a whole: a 2 MiB page, or a table with its 512 entries. The caller has both
 * ranges for itself.
 */
#include <linux/errno.h>
#include "mm/pagetable.h"

/** 1: moved (or there was nothing), 0: must go page by page, -ENOMEM. */
static int move_directory_entry(uint64_t from, uint64_t to)
{
	pte_t *source = pt_directory_entry(from, false);
	if (!source || !atomic_load(source))
		return 1;
	pte_t *target = pt_directory_entry(to, true);
	if (!target)
		return -ENOMEM;
	if (atomic_load(target))
		return 0;
	atomic_store(target, atomic_exchange(source, 0));
	return 1;
}

static int move_page(uint64_t from, uint64_t to)
{
	pte_t *source_directory = pt_directory_entry(from, false);
	pte_t *source = source_directory ? pt_page_entry(source_directory, from, false) : NULL;
	if (!source || !atomic_load(source))
		return 0;
	pte_t *target_directory = pt_directory_entry(to, true);
	pte_t *target = target_directory ? pt_page_entry(target_directory, to, true) : NULL;
	if (!target)
		return -ENOMEM;
	atomic_store(target, atomic_exchange(source, 0));
	return 0;
}

/** Returns how many bytes were moved. */
static uint64_t move_pages(uint64_t from, uint64_t to, uint64_t size, int *error)
{
	uint64_t moved = 0;
	*error = pt_split_at(from + 1); /* in case a 2 MiB page begins right there */
	while (!*error && moved < size) {
		*error = move_page(from + moved, to + moved);
		if (!*error)
			moved += PAGE_SIZE;
	}
	return moved;
}

/** Up to the next border of 2 MiB, or to the end. */
static uint64_t move_step(uint64_t from, uint64_t to, uint64_t size, int *error)
{
	uint64_t step = min(size, HUGE_PAGE_SIZE - from % HUGE_PAGE_SIZE);
	if (step == HUGE_PAGE_SIZE && is_aligned(to, HUGE_PAGE_SIZE)) {
		int done = move_directory_entry(from, to);
		*error = min(done, 0);
		if (done)
			return done > 0 ? step : 0;
	}
	return move_pages(from, to, step, error);
}

static uint64_t move_all(uint64_t from, uint64_t to, uint64_t size, int *error)
{
	uint64_t moved = 0;
	*error = 0;
	while (moved < size && !*error)
		moved += move_step(from + moved, to + moved, size - moved, error);
	return moved;
}

int pt_move(uint64_t from, uint64_t to, uint64_t size)
{
	int error, ignored;
	uint64_t moved = move_all(from, to, size, &error);
	if (error) /* the way back needs no memory: the source's tables are still there, or move as a whole */
		move_all(to, from, moved, &ignored);
	tlb_flush_range(from, from + size, false);
	return error;
}
