/* SPDX-License-Identifier: BSD-3-Clause */
/* VMAs: the tree, its gaps, the protocol between readers and changers (mm/vma.h). */
#include "mm/vma.h"

#include <linux/errno.h>
#include "fs/file.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/pagetable.h"
#include "sched/sched.h"
#include "time/clock.h"

#define POLITE_NS (2 * NS_PER_MSEC) /* how long a reader lets a changer go first */

static void gap_max_update(struct rb_node *node)
{
	struct vma *vma = vma_of(node), *left = vma_of(node->left), *right = vma_of(node->right);
	uint64_t widest = vma->gap;
	if (left)
		widest = max(widest, left->gap_max);
	if (right)
		widest = max(widest, right->gap_max);
	vma->gap_max = widest;
}

struct mm mm = {
	.vmas = {NULL, gap_max_update},
};

void mm_init(void)
{
	mutex_init(&mm.change);
	waitq_init(&mm.released);
	waitq_init(&mm.left);
}

/* ---- the tree; tree_lock or mm.change is held ---- */

static struct vma *tree_find(uint64_t address)
{
	struct vma *found = NULL;
	for (struct rb_node *node = mm.vmas.node; node;) {
		struct vma *vma = vma_of(node);
		if (vma->end > address) {
			found = vma;
			node = node->left;
		} else {
			node = node->right;
		}
	}
	return found;
}

static void gap_update(struct vma *vma)
{
	if (!vma)
		return;
	const struct vma *below = vma_prev(vma);
	vma->gap = vma->start - (below ? below->end : 0);
	rb_update(&mm.vmas, &vma->node);
}

static void tree_insert(struct vma *vma)
{
	struct rb_node **link = &mm.vmas.node, *parent = NULL;
	while (*link) {
		parent = *link;
		link = vma->start < vma_of(parent)->start ? &parent->left : &parent->right;
	}
	vma->gap = 0;
	rb_insert(&mm.vmas, &vma->node, parent, link);
	gap_update(vma);
	gap_update(vma_next(vma));
	mm.vma_count++;
}

static void tree_remove(struct vma *vma)
{
	struct vma *above = vma_next(vma);
	rb_remove(&mm.vmas, &vma->node);
	gap_update(above);
	mm.vma_count--;
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
	OWNED,	/* wait until it is not */
	WANTED, /* could be entered, but a changer waits */
};

static enum look look_up_locked(uint64_t address, bool above, bool polite, struct vma **found)
{
	struct vma *vma = tree_find(address);
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

static bool vma_try_own(struct vma *vma)
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

static void release_all(void)
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

static void own_ranges(const struct range *ranges, unsigned count)
{
	for (;;) {
		struct vma *busy = NULL;
		for (unsigned i = 0; !busy && i < count; i++)
			busy = range_try_own(&ranges[i]);
		if (!busy)
			return;
		release_all(); /* keep nobody out while waiting */
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
	release_all();
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

struct vma *vma_find(uint64_t address)
{
	return tree_find(address);
}

struct vma *vma_new(uint64_t start, uint64_t end, uint32_t flags, struct file *file, uint64_t shift)
{
	spin_lock(&mm.tree_lock);
	struct vma *vma = mm.free_vmas;
	if (vma)
		mm.free_vmas = vma->next_free;
	spin_unlock(&mm.tree_lock);
	if (!vma && !(vma = heap_zalloc(sizeof(*vma))))
		return NULL;
	vma->start = start;
	vma->end = end;
	vma->flags = flags;
	vma->file = file ? file_get(file) : NULL;
	vma->shift = shift;
	vma->unmap_pass = 0;
	list_init(&vma->inode_link);
	return vma;
}

void vma_free(struct vma *vma)
{
	vma->next_free = dead;
	dead = vma;
}

static struct inode *vma_inode(const struct vma *vma)
{
	return vma->file ? vma->file->inode : NULL;
}

static void inode_link(struct vma *vma)
{
	struct inode *inode = vma_inode(vma);
	if (!inode)
		return;
	spin_lock(&inode->mappings_lock);
	list_append(&inode->mappings, &vma->inode_link);
	spin_unlock(&inode->mappings_lock);
}

static void inode_unlink(struct vma *vma)
{
	struct inode *inode = vma_inode(vma);
	if (!inode)
		return;
	spin_lock(&inode->mappings_lock);
	list_remove(&vma->inode_link);
	spin_unlock(&inode->mappings_lock);
}

void vma_insert(struct vma *vma)
{
	spin_lock(&mm.tree_lock);
	tree_insert(vma);
	spin_unlock(&mm.tree_lock);
	inode_link(vma);
}

void vma_remove(struct vma *vma)
{
	inode_unlink(vma);
	spin_lock(&mm.tree_lock);
	tree_remove(vma);
	spin_unlock(&mm.tree_lock);
}

void vma_set_start(struct vma *vma, uint64_t start)
{
	spin_lock(&mm.tree_lock);
	vma->start = start;
	gap_update(vma);
	spin_unlock(&mm.tree_lock);
}

void vma_set_end(struct vma *vma, uint64_t end)
{
	spin_lock(&mm.tree_lock);
	vma->end = end;
	gap_update(vma_next(vma));
	spin_unlock(&mm.tree_lock);
}

/* ---- splitting and joining ---- */

/** `vma` is owned; `upper` gets [at, end), and is owned too. */
static void vma_split(struct vma *vma, struct vma *upper, uint64_t at)
{
	while (!vma_try_own(upper)) /* nobody knows it yet; in its last life somebody may just be leaving */
		cpu_relax();
	upper->unmap_pass = vma->unmap_pass;
	spin_lock(&mm.tree_lock);
	vma->end = at;
	tree_insert(upper);
	spin_unlock(&mm.tree_lock);
	inode_link(upper);
}

/** Make `at` a border of VMAs. */
static int vma_split_at(uint64_t at)
{
	struct vma *vma = vma_find(at), *upper;
	if (!vma || vma->start >= at)
		return 0;
	if (vma->flags & VMA_HUGETLB && !is_aligned(at, HUGE_PAGE_SIZE))
		return -EINVAL;
	if (pt_split_at(at) || !(upper = vma_new(at, vma->end, vma->flags, vma->file, vma->shift)))
		return -ENOMEM;
	vma_split(vma, upper, at);
	return 0;
}

int vma_isolate(const struct range *ranges, unsigned count)
{
	int error = 0;
	release_all();
	own_ranges(ranges, count);
	for (unsigned i = 0; !error && i < count; i++)
		if (ranges[i].start < ranges[i].end)
			error = vma_split_at(ranges[i].start) ?: vma_split_at(ranges[i].end);
	for (unsigned i = 0; error && i < count; i++)
		vma_merge(ranges[i].start, ranges[i].end); /* undoes the first of two splits */
	return error;
}

static bool vma_joins(const struct vma *below, const struct vma *above)
{
	return below->end == above->start && below->flags == above->flags && below->file == above->file &&
	       below->shift == above->shift && !(below->flags & VMA_STACK);
}

/** `above` becomes part of `below`, which grows. */
static void vma_absorb(struct vma *below, struct vma *above)
{
	own_ranges(&(struct range){above->start, above->end}, 1);
	inode_unlink(above);
	spin_lock(&mm.tree_lock);
	tree_remove(above);
	below->end = above->end;
	gap_update(vma_next(below));
	spin_unlock(&mm.tree_lock);
	/* A truncation that did not visit both parts must visit the whole. */
	struct inode *inode = vma_inode(below);
	if (inode) {
		spin_lock(&inode->mappings_lock);
		below->unmap_pass = min(below->unmap_pass, above->unmap_pass);
		spin_unlock(&inode->mappings_lock);
	}
	vma_free(above);
	release_all();
}

void vma_merge(uint64_t start, uint64_t end)
{
	release_all();
	struct vma *vma = vma_find(start ? start - 1 : 0);
	while (vma && vma->start <= end) {
		struct vma *above = vma_next(vma);
		if (above && vma_joins(vma, above))
			vma_absorb(vma, above);
		else
			vma = above;
	}
}

bool vma_covered(uint64_t start, uint64_t end)
{
	for (struct vma *vma = vma_find(start); vma && vma->start <= start; vma = vma_next(vma)) {
		if (vma->end >= end)
			return true;
		start = vma->end;
	}
	return false;
}

/* ---- free ranges ---- */

/** Highest place for `size` in [low, high) that is aligned; 0: none. */
static uint64_t gap_place(uint64_t low, uint64_t high, uint64_t size, uint64_t align)
{
	if (high < size || high - size < low)
		return 0;
	uint64_t address = align_down(high - size, align);
	return address >= low ? address : 0;
}

/** In the gaps below the VMAs of a subtree, highest first. */
static uint64_t gap_find(const struct rb_node *node, uint64_t size, uint64_t low, uint64_t high, uint64_t align)
{
	const struct vma *vma = vma_of(node);
	if (!vma || vma->gap_max < size)
		return 0;
	uint64_t found = 0;
	if (vma->end < high) /* gaps to the right begin at vma->end or above */
		found = gap_find(node->right, size, low, high, align);
	if (!found && vma->gap >= size)
		found = gap_place(max(low, vma->start - vma->gap), min(high, vma->start), size, align);
	if (!found && vma->start - vma->gap > low) /* gaps to the left end there or below */
		found = gap_find(node->left, size, low, high, align);
	return found;
}

uint64_t vma_gap_find(uint64_t size, uint64_t low, uint64_t high, uint64_t align)
{
	const struct vma *last = vma_of(rb_last(&mm.vmas));
	uint64_t found = gap_place(max(low, last ? last->end : 0), high, size, align);
	return found ?: gap_find(mm.vmas.node, size, low, high, align);
}

void vma_set_physical(struct vma *vma, phys_t phys, bool uncached)
{
	vma->flags |= VMA_PHYSICAL | (uncached ? VMA_UNCACHED : 0);
	vma->shift = phys - vma->start;
}

void vma_set_anonymous(struct vma *vma)
{
	file_put(vma->file);
	vma->file = NULL;
	vma->shift = 0;
}
