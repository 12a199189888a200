/* SPDX-License-Identifier: BSD-3-Clause */
/* Who may look at VMAs, and who may change them: the protocol of mm/vma.h. */
#include <linux/errno.h>
#include "fs/file.h"
#include "mm/vma_internal.h"
#include "sched/sched.h"
#include "time/clock.h"

#define POLITE_NS (2 * NS_PER_MSEC) /* how long a reader lets a changer go first */

struct mm mm = {
	.vmas = {NULL, vma_gap_update},
};

void mm_init(void)
{
	mutex_init(&mm.change);
	waitq_init(&mm.released);
	waitq_init(&mm.left);
}

/* ---- readers ---- */

bool vma_read_trylock(struct vma *vma)
{
	if (atomic_fetch_add(&vma->users, 1) >= 0)
		return true;
	vma_read_unlock(vma);
	return false;
}

void vma_read_unlock(struct vma *vma)
{
	if (atomic_fetch_sub(&vma->users, 1) == 1 && atomic_load(&vma->wanted))
		waitq_wake_all(&mm.left, 0);
}

enum look {
	FOUND,
	NOTHING,
	OWNED,  /* wait until it is not */
	WANTED, /* could be entered, but a changer waits */
};

static enum look look_up_locked(uint64_t address, bool above, bool polite, struct vma **found)
{
	struct vma *vma = vma_find(address);
	if (!vma || (vma->start > address && !above))
		return address >= mm.hold_start && address < mm.hold_end ? OWNED : NOTHING;
	if (polite && atomic_load(&vma->wanted))
		return WANTED;
	*found = vma;
	return vma_read_trylock(vma) ? FOUND : OWNED;
}

void mm_wait_for_release(uint64_t seen)
{
	wait_event(&mm.released, atomic_load(&mm.releases) != seen);
}

static void wait_politely(uint64_t seen)
{
	uint64_t deadline = clock_deadline_after(POLITE_NS);
	(void)wait_event_full(&mm.released, atomic_load(&mm.releases) != seen, false, deadline);
}

static struct vma *read_lock(uint64_t address, bool above)
{
	struct vma *vma = NULL;
	for (bool polite = true;; polite = false) {
		uint64_t seen = atomic_load(&mm.releases); /* read first: a release from here on is noticed */
		spin_lock(&mm.tree_lock);
		enum look look = look_up_locked(address, above, polite, &vma);
		spin_unlock(&mm.tree_lock);
		if (look == FOUND)
			return vma;
		if (look == NOTHING)
			return NULL;
		if (look == OWNED)
			mm_wait_for_release(seen);
		else
			wait_politely(seen);
	}
}

struct vma *vma_read_lock(uint64_t address)
{
	return read_lock(address, false);
}

struct vma *vma_read_lock_above(uint64_t address)
{
	return read_lock(address, true);
}

/* ---- owning ---- */

static struct vma *owned, *dead; /* under mm.change; linked through next_owned, next_free */

static bool vma_is_owned(const struct vma *vma)
{
	return atomic_load(&vma->users) < 0;
}

bool vma_try_own(struct vma *vma)
{
	int32_t nobody = 0;
	if (vma_is_owned(vma))
		return true;
	if (!atomic_compare_exchange_strong(&vma->users, &nobody, VMA_OWNED))
		return false;
	vma->next_owned = owned;
	owned = vma;
	return true;
}

void vma_release_all(void)
{
	bool any = owned || mm.hold_end;
	while (owned) {
		struct vma *vma = owned;
		owned = vma->next_owned;
		atomic_store(&vma->wanted, false);
		atomic_fetch_sub(&vma->users, VMA_OWNED);
	}
	if (!any)
		return;
	spin_lock(&mm.tree_lock);
	mm.hold_start = mm.hold_end = 0;
	spin_unlock(&mm.tree_lock);
	atomic_fetch_add(&mm.releases, 1);
	waitq_wake_all(&mm.released, 0);
}

/** All of the range; or returns one that is in use. */
static struct vma *range_try_own(const struct range *range)
{
	for (struct vma *vma = vma_find(range->start); vma && vma->start < range->end; vma = vma_next(vma))
		if (!vma_try_own(vma))
			return vma;
	return NULL;
}

static void range_set_wanted(const struct range *range, bool wanted)
{
	for (struct vma *vma = vma_find(range->start); vma && vma->start < range->end; vma = vma_next(vma))
		atomic_store(&vma->wanted, wanted);
}

void vma_own_ranges(const struct range *ranges, unsigned count)
{
	for (;;) {
		struct vma *busy = NULL;
		for (unsigned i = 0; !busy && i < count; i++)
			busy = range_try_own(&ranges[i]);
		if (!busy)
			return;
		vma_release_all(); /* keep nobody out while waiting */
		for (unsigned i = 0; i < count; i++)
			range_set_wanted(&ranges[i], true);
		wait_event(&mm.left, atomic_load(&busy->users) == 0);
	}
}

/* ---- changers ---- */

void mm_change_begin(void)
{
	mutex_lock(&mm.change);
}

bool mm_change_begin_limited(void)
{
	uint64_t deadline = clock_monotonic_ns() + NS_PER_SEC;
	while (!mutex_trylock(&mm.change)) {
		if (clock_monotonic_ns() > deadline)
			return false;
		sched_yield();
	}
	return true;
}

void mm_change_end(void)
{
	vma_release_all();
	struct vma *freed = dead;
	dead = NULL;
	mutex_unlock(&mm.change);
	/* Dropping a file may write it back: only now, with nothing owned. */
	while (freed) {
		struct vma *vma = freed;
		freed = vma->next_free;
		if (vma->file)
			file_put(vma->file);
		spin_lock(&mm.tree_lock);
		vma->next_free = mm.free_vmas;
		mm.free_vmas = vma;
		spin_unlock(&mm.tree_lock);
	}
}

void vma_hold(uint64_t start, uint64_t end)
{
	spin_lock(&mm.tree_lock);
	mm.hold_start = start;
	mm.hold_end = end;
	spin_unlock(&mm.tree_lock);
}

void vma_free(struct vma *vma)
{
	vma->next_free = dead;
	dead = vma;
}
