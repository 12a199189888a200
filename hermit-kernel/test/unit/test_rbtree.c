// sources: lib/rbtree.c test/unit/machine.c
/* SPDX-License-Identifier: BSD-3-Clause */
/* lib/rbtree.c: random insertions and removals; order, colours, black heights and the augmented value after every step.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "lib/rbtree.h"
#include "test/unit/machine.h"

#define ITEMS 300
#define STEPS 30000

struct item {
	struct rb_node node;
	uint64_t key, value, largest; /* `largest` value of the subtree */
	bool inside;
};

static struct item items[ITEMS];

static struct item *item_of(struct rb_node *node)
{
	return container_of(node, struct item, node);
}

static uint64_t largest_of(struct rb_node *node)
{
	return node ? item_of(node)->largest : 0;
}

static uint64_t largest_expected(struct rb_node *node)
{
	return max(item_of(node)->value, max(largest_of(node->left), largest_of(node->right)));
}

static void update(struct rb_node *node)
{
	item_of(node)->largest = largest_expected(node);
}

static struct rb_root root = {NULL, update};

/** Returns the number of black nodes on every way down. */
static int check_subtree(struct rb_node *node, struct rb_node *parent, uint64_t low, uint64_t high, int *count)
{
	if (!node)
		return 1;
	(*count)++;
	assert_ptr_equal(node->parent, parent);
	assert_in_range(item_of(node)->key, low, high);
	if (node->red)
		assert_false((node->left && node->left->red) || (node->right && node->right->red));
	int left = check_subtree(node->left, node, low, item_of(node)->key, count);
	int right = check_subtree(node->right, node, item_of(node)->key, high, count);
	assert_int_equal(left, right);
	assert_int_equal(item_of(node)->largest, largest_expected(node));
	return left + !node->red;
}

static void check_order(int count)
{
	int forth = 0, back = 0;
	uint64_t last = 0;
	for (struct rb_node *node = rb_first(&root); node; node = rb_next(node), forth++) {
		assert_true(item_of(node)->key >= last);
		last = item_of(node)->key;
	}
	for (struct rb_node *node = rb_last(&root); node; node = rb_prev(node))
		back++;
	assert_int_equal(forth, count);
	assert_int_equal(back, count);
}

static void insert(struct item *item)
{
	struct rb_node **link = &root.node, *parent = NULL;
	item->key = machine_random_below(1000);
	item->value = machine_random_below(1000);
	while (*link) {
		parent = *link;
		link = item->key < item_of(parent)->key ? &parent->left : &parent->right;
	}
	rb_insert(&root, &item->node, parent, link);
	item->inside = true;
}

static void test_random_operations(void **state)
{
	int inside = 0;
	for (int step = 0; step < STEPS; step++) {
		struct item *item = &items[machine_random_below(ITEMS)];
		if (!item->inside) {
			insert(item);
			inside++;
		} else if (machine_random_below(4)) {
			rb_remove(&root, &item->node);
			item->inside = false;
			inside--;
		} else {
			item->value = machine_random_below(1000);
			rb_update(&root, &item->node);
		}
		int count = 0;
		check_subtree(root.node, NULL, 0, 1000, &count);
		assert_true(!root.node || !root.node->red);
		assert_int_equal(count, inside);
		if (step % 64 == 0)
			check_order(count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_operations)};
	return cmocka_run_group_tests_name("rbtree", tests, NULL, NULL);
}
