/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Radix tree: pointers by 64-bit index; sparse. For the page cache, directories by cookie, inodes by number.
 * The caller locks. Nodes have 64 slots; the tree is as high as its largest index needs.
 */
#ifndef LIB_RADIX_H
#define LIB_RADIX_H

#include "lib/types.h"

struct radix_node;

struct radix {
	struct radix_node *root;
	unsigned height; /* levels; 0: empty */
	uint64_t count;
};

#define RADIX_INIT                                                                                                     \
	{                                                                                                              \
		NULL, 0, 0                                                                                             \
	}

void *radix_get(const struct radix *radix, uint64_t index);
/** Store a value (not NULL) where none is: 0, -EEXIST, -ENOMEM. Allocates from the heap, which is fine under a spin
 * lock. */
int radix_insert(struct radix *radix, uint64_t index, void *value);
/** Replace a value that is there; returns the old one. */
void *radix_replace(struct radix *radix, uint64_t index, void *value);
/** Take a value out; NULL if there was none. Empty nodes are freed. */
void *radix_remove(struct radix *radix, uint64_t index);
/** The first value at an index >= *index, which is updated; NULL when there is none. */
void *radix_next(const struct radix *radix, uint64_t *index);
/** Free the nodes; values are the caller's. */
void radix_clear(struct radix *radix);

#endif
