/* SPDX-License-Identifier: BSD-3-Clause */
/* VMAs: the tree, its gaps; making, splitting and joining them. */
#include "mm/vma.h"

#include <linux/errno.h>
#include "fs/file.h"
#include "mm/heap.h"
#include "mm/pagetable.h"
#include "mm/vma_internal.h"

void vma_gap_update(struct rb_node *node)
{
	struct vma *vma = vma_of(node), *left = vma_of(node->left), *right = vma_of(node->right);
	uint64_t widest = vma->gap;
	if (left)
		widest = max(widest, left->gap_max);
	if (right)
		widest = max(widest, right->gap_max);
	vma->gap_max = widest;
}

/* ---- the tree; tree_lock or mm.change is held ---- */

struct vma *vma_find(uint64_t address)
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
/* ---- making and linking ---- */

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
	vma->policy = (struct memory_policy){0};
	vma->unmap_pass = 0;
	list_init(&vma->inode_link);
	return vma;
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
	upper->policy = vma->policy;
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
	if (!is_aligned(at, vma_page_size(vma)))
		return -EINVAL;
	if (pt_split_at(at) || !(upper = vma_new(at, vma->end, vma->flags, vma->file, vma->shift)))
		return -ENOMEM;
	vma_split(vma, upper, at);
	return 0;
}

int vma_isolate(const struct range *ranges, unsigned count)
{
	int error = 0;
	vma_release_all();
	vma_own_ranges(ranges, count);
	for (unsigned i = 0; !error && i < count; i++)
		if (ranges[i].start < ranges[i].end)
			error = vma_split_at(ranges[i].start) ?: vma_split_at(ranges[i].end);
	for (unsigned i = 0; error && i < count; i++)
		vma_merge(ranges[i].start, ranges[i].end); /* undoes the first of two splits */
	return error;
}

static bool vma_joins(const struct vma *below, const struct vma *above)
{
	return below->end == above->start && !(below->flags & VMA_ALLOCATED) && below->flags == above->flags &&
	       below->file == above->file && below->shift == above->shift && !(below->flags & VMA_STACK) &&
	       policy_equal(&below->policy, &above->policy);
}

/** `above` becomes part of `below`, which grows. */
static void vma_absorb(struct vma *below, struct vma *above)
{
	vma_own_ranges(&(struct range){above->start, above->end}, 1);
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
	vma_release_all();
}

void vma_merge(uint64_t start, uint64_t end)
{
	vma_release_all();
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
