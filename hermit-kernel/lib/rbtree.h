/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Red-black tree, intrusive, with an optional value per node that is computed from the node and its children (an
 * augmented tree): `update` recomputes it and is called for every node whose subtree changed, children first. No
 * locking.
 *
 * The user searches by itself: it walks down from root->node and hands rb_insert the parent and the link where it fell
 * out.
 */
#ifndef LIB_RBTREE_H
#define LIB_RBTREE_H

#include "lib/types.h"

struct rb_node {
	struct rb_node *parent, *left, *right;
	bool red;
};

struct rb_root {
	struct rb_node *node;
	void (*update)(struct rb_node *node); /* NULL: not augmented */
};

void rb_insert(struct rb_root *root, struct rb_node *node, struct rb_node *parent, struct rb_node **link);
void rb_remove(struct rb_root *root, struct rb_node *node);
/** The node's own part of the value changed: recompute it here and up to the root. */
void rb_update(struct rb_root *root, struct rb_node *node);

/** NULL at the ends, and for an empty tree. */
struct rb_node *rb_first(const struct rb_root *root);
struct rb_node *rb_last(const struct rb_root *root);
struct rb_node *rb_next(const struct rb_node *node);
struct rb_node *rb_prev(const struct rb_node *node);

#endif
