/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, chapter 13: a red node has no red child, and every way
 * from a node down to a missing child has the same number of black nodes. Missing children count as black.
 *
 * Augmented values: first the links change, then values are recomputed up to the root, then rotations repair the
 * colours. A rotation keeps the set of nodes below its place, so only the two nodes that it turns need new values.
 */
#include "lib/rbtree.h"

static bool is_red(const struct rb_node *node)
{
	return node && node->red;
}

static void update_one(struct rb_root *root, struct rb_node *node)
{
	if (root->update)
		root->update(node);
}

void rb_update(struct rb_root *root, struct rb_node *node)
{
	for (; root->update && node; node = node->parent)
		root->update(node);
}

/** Put `with` (may be NULL) where `node` hangs. */
static void replace_child(struct rb_root *root, struct rb_node *node, struct rb_node *with)
{
	struct rb_node *parent = node->parent;
	if (!parent)
		root->node = with;
	else if (parent->left == node)
		parent->left = with;
	else
		parent->right = with;
	if (with)
		with->parent = parent;
}

static void rotate_left(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *top = node->right;
	replace_child(root, node, top);
	node->right = top->left;
	if (node->right)
		node->right->parent = node;
	top->left = node;
	node->parent = top;
	update_one(root, node);
	update_one(root, top);
}

static void rotate_right(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *top = node->left;
	replace_child(root, node, top);
	node->left = top->right;
	if (node->left)
		node->left->parent = node;
	top->right = node;
	node->parent = top;
	update_one(root, node);
	update_one(root, top);
}

/** `node` and its parent are red; its parent is a left child. Returns the node to look at next. */
static struct rb_node *insert_fix_left(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *parent = node->parent, *grand = parent->parent;
	if (is_red(grand->right)) {
		parent->red = grand->right->red = false;
		grand->red = true;
		return grand;
	}
	if (node == parent->right) {
		rotate_left(root, parent);
		parent = node;
	}
	parent->red = false;
	grand->red = true;
	rotate_right(root, grand);
	return root->node;
}

static struct rb_node *insert_fix_right(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *parent = node->parent, *grand = parent->parent;
	if (is_red(grand->left)) {
		parent->red = grand->left->red = false;
		grand->red = true;
		return grand;
	}
	if (node == parent->left) {
		rotate_right(root, parent);
		parent = node;
	}
	parent->red = false;
	grand->red = true;
	rotate_left(root, grand);
	return root->node;
}

void rb_insert(struct rb_root *root, struct rb_node *node, struct rb_node *parent, struct rb_node **link)
{
	*node = (struct rb_node){.parent = parent, .red = true};
	*link = node;
	rb_update(root, node);
	while (is_red(node->parent)) /* a red parent is not the root, so there is a grandparent */
		node = node->parent == node->parent->parent->left ? insert_fix_left(root, node)
								  : insert_fix_right(root, node);
	root->node->red = false;
}

/** The left side of `parent` lacks a black node. Returns the node that lacks one afterwards, or NULL when all is well.
 */
static struct rb_node *remove_fix_left(struct rb_root *root, struct rb_node *parent)
{
	struct rb_node *sibling = parent->right;
	if (sibling->red) {
		sibling->red = false;
		parent->red = true;
		rotate_left(root, parent);
		sibling = parent->right;
	}
	if (!is_red(sibling->left) && !is_red(sibling->right)) {
		sibling->red = true;
		return parent;
	}
	if (!is_red(sibling->right)) {
		sibling->left->red = false;
		sibling->red = true;
		rotate_right(root, sibling);
		sibling = parent->right;
	}
	sibling->red = parent->red;
	parent->red = false;
	sibling->right->red = false;
	rotate_left(root, parent);
	return NULL;
}

static struct rb_node *remove_fix_right(struct rb_root *root, struct rb_node *parent)
{
	struct rb_node *sibling = parent->left;
	if (sibling->red) {
		sibling->red = false;
		parent->red = true;
		rotate_right(root, parent);
		sibling = parent->left;
	}
	if (!is_red(sibling->left) && !is_red(sibling->right)) {
		sibling->red = true;
		return parent;
	}
	if (!is_red(sibling->left)) {
		sibling->right->red = false;
		sibling->red = true;
		rotate_left(root, sibling);
		sibling = parent->left;
	}
	sibling->red = parent->red;
	parent->red = false;
	sibling->left->red = false;
	rotate_right(root, parent);
	return NULL;
}

/** The subtree `node` (may be empty) below `parent` lacks a black node. */
static void remove_fix(struct rb_root *root, struct rb_node *node, struct rb_node *parent)
{
	while (parent && !is_red(node)) {
		node = node == parent->left ? remove_fix_left(root, parent) : remove_fix_right(root, parent);
		if (!node)
			return;
		parent = node->parent;
	}
	if (node)
		node->red = false;
}

/** `node` has two children: its successor takes its place and colour. */
static void remove_inner(struct rb_root *root, struct rb_node *node)
{
	struct rb_node *next = node->right;
	while (next->left)
		next = next->left;
	struct rb_node *child = next->right, *parent = next->parent;
	bool lost_red = next->red;
	if (parent == node)
		parent = next;
	else
		replace_child(root, next, child);
	struct rb_node *right = node->right;
	replace_child(root, node, next);
	next->red = node->red;
	next->left = node->left;
	next->left->parent = next;
	if (parent != next) {
		next->right = right;
		right->parent = next;
	}
	rb_update(root, parent);
	if (!lost_red)
		remove_fix(root, child, parent);
}

void rb_remove(struct rb_root *root, struct rb_node *node)
{
	if (node->left && node->right)
		return remove_inner(root, node);
	struct rb_node *child = node->left ?: node->right, *parent = node->parent;
	replace_child(root, node, child);
	rb_update(root, parent);
	if (!node->red)
		remove_fix(root, child, parent);
}

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *node = root->node;
	while (node && node->left)
		node = node->left;
	return node;
}

struct rb_node *rb_last(const struct rb_root *root)
{
	struct rb_node *node = root->node;
	while (node && node->right)
		node = node->right;
	return node;
}

struct rb_node *rb_next(const struct rb_node *node)
{
	if (node->right) {
		const struct rb_node *next = node->right;
		while (next->left)
			next = next->left;
		return (struct rb_node *)next;
	}
	while (node->parent && node == node->parent->right)
		node = node->parent;
	return node->parent;
}

struct rb_node *rb_prev(const struct rb_node *node)
{
	if (node->left) {
		const struct rb_node *prev = node->left;
		while (prev->right)
			prev = prev->right;
		return (struct rb_node *)prev;
	}
	while (node->parent && node == node->parent->left)
		node = node->parent;
	return node->parent;
}
