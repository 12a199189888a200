/* SPDX-License-Identifier: BSD-3-Clause */
#include "lib/radix.h"

#include <linux/errno.h>
#include "mm/heap.h"

#define SLOT_BITS 6
#define SLOTS     (1u << SLOT_BITS)
#define LEVELS    11 /* 64 bits, 6 a level */

/** Level 0 nodes hold values, those above hold nodes. `used` counts the slots that are not NULL. */
struct radix_node {
	unsigned used;
	void *slots[SLOTS];
};

static unsigned slot_of(uint64_t index, unsigned level)
{
	return index >> (level * SLOT_BITS) & (SLOTS - 1);
}

/** Does a tree of that height have a place for `index`? */
static bool reaches(unsigned height, uint64_t index)
{
	return height >= LEVELS || index >> (height * SLOT_BITS) == 0;
}

static struct radix_node *leaf_of(const struct radix *radix, uint64_t index)
{
	if (!radix->root || !reaches(radix->height, index))
		return NULL;
	struct radix_node *node = radix->root;
	for (unsigned level = radix->height - 1; node && level > 0; level--)
		node = node->slots[slot_of(index, level)];
	return node;
}

void *radix_get(const struct radix *radix, uint64_t index)
{
	struct radix_node *leaf = leaf_of(radix, index);
	return leaf ? leaf->slots[slot_of(index, 0)] : NULL;
}

/** Put levels above the root until the tree reaches `index`. */
static int grow(struct radix *radix, uint64_t index)
{
	while (!radix->root || !reaches(radix->height, index)) {
		struct radix_node *top = heap_zalloc(sizeof(*top));
		if (!top)
			return -ENOMEM;
		if (radix->root) {
			top->slots[0] = radix->root;
			top->used = 1;
		}
		radix->root = top;
		radix->height++;
	}
	return 0;
}

/** Frees the empty nodes on the way to `index` and empties the tree when its root became empty. */
static void prune(struct radix *radix, uint64_t index)
{
	struct radix_node *path[LEVELS];
	unsigned top = radix->height - 1;
	path[top] = radix->root;
	unsigned level = top;
	for (; level > 0 && path[level]->slots[slot_of(index, level)]; level--)
		path[level - 1] = path[level]->slots[slot_of(index, level)];
	for (; level <= top && path[level]->used == 0; level++) {
		heap_free(path[level]);
		if (level == top) {
			radix->root = NULL;
			radix->height = 0;
		} else {
			path[level + 1]->slots[slot_of(index, level + 1)] = NULL;
			path[level + 1]->used--;
		}
	}
}

int radix_insert(struct radix *radix, uint64_t index, void *value)
{
	if (grow(radix, index) < 0)
		return -ENOMEM;
	struct radix_node *node = radix->root;
	for (unsigned level = radix->height - 1; level > 0; level--) {
		void **slot = &node->slots[slot_of(index, level)];
		if (!*slot) {
			*slot = heap_zalloc(sizeof(struct radix_node));
			if (!*slot) {
				prune(radix, index);
				return -ENOMEM;
			}
			node->used++;
		}
		node = *slot;
	}
	if (node->slots[slot_of(index, 0)])
		return -EEXIST;
	node->slots[slot_of(index, 0)] = value;
	node->used++;
	radix->count++;
	return 0;
}

void *radix_replace(struct radix *radix, uint64_t index, void *value)
{
	void **slot = &leaf_of(radix, index)->slots[slot_of(index, 0)];
	void *old = *slot;
	*slot = value;
	return old;
}

void *radix_remove(struct radix *radix, uint64_t index)
{
	struct radix_node *leaf = leaf_of(radix, index);
	void *value = leaf ? leaf->slots[slot_of(index, 0)] : NULL;
	if (!value)
		return NULL;
	leaf->slots[slot_of(index, 0)] = NULL;
	leaf->used--;
	radix->count--;
	prune(radix, index);
	return value;
}

/** The first value at or after `*index` in the part of the tree below `node`, which covers indices from `base` on. */
static void *next_below(const struct radix_node *node, unsigned level, uint64_t base, uint64_t *index)
{
	for (unsigned slot = *index > base ? slot_of(*index, level) : 0; slot < SLOTS; slot++) {
		uint64_t start = base + ((uint64_t)slot << (level * SLOT_BITS));
		void *value = node->slots[slot];
		if (value && level > 0)
			value = next_below(value, level - 1, start, index);
		else if (value)
			*index = start;
		if (value)
			return value;
		if (level == LEVELS - 1 && slot == 15)
			return NULL; /* the top level of a full tree has 4 bits only */
	}
	return NULL;
}

void *radix_next(const struct radix *radix, uint64_t *index)
{
	if (!radix->root || !reaches(radix->height, *index))
		return NULL;
	return next_below(radix->root, radix->height - 1, 0, index);
}

static void free_below(struct radix_node *node, unsigned level)
{
	for (unsigned slot = 0; level > 0 && slot < SLOTS; slot++)
		if (node->slots[slot])
			free_below(node->slots[slot], level - 1);
	heap_free(node);
}

void radix_clear(struct radix *radix)
{
	if (radix->root)
		free_below(radix->root, radix->height - 1);
	*radix = (struct radix)RADIX_INIT;
}
