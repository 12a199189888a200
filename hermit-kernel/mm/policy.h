/* SPDX-License-Identifier: BSD-3-Clause */
/* NUMA memory policies, as set_mempolicy(2) describes them: of a thread, and of a VMA, which goes first. */
#ifndef MM_POLICY_H
#define MM_POLICY_H

#include "lib/types.h"

struct vma;

/** All zero: MPOL_DEFAULT. */
struct memory_policy {
	uint16_t mode;  /* MPOL_* */
	uint16_t flags; /* MPOL_F_STATIC_NODES, MPOL_F_RELATIVE_NODES: reported back only, nodes never come or go */
	uint64_t nodes; /* bit per node */
};

static inline bool policy_equal(const struct memory_policy *a, const struct memory_policy *b)
{
	return a->mode == b->mode && a->flags == b->flags && a->nodes == b->nodes;
}

/** Nodes that have memory. */
uint64_t policy_nodes_with_memory(void);

/**
 * Where a page of the VMA at an address should come from: a node or NODE_ANY. `only` gets the nodes that are allowed at
 * all; 0: any.
 */
int policy_choose(const struct vma *vma, uint64_t address, unsigned order, uint64_t *only);
/** The policy of the VMA at an address: 0 or -EFAULT. */
int policy_at(uint64_t address, struct memory_policy *policy);
/** Node of the page at an address, which is faulted in: its number, or -EFAULT. */
int policy_node_of(uint64_t address);
/**
 * mbind(2): 0; -EFAULT: a part is not mapped; -ENOMEM; with `strict`, -EIO if pages lie elsewhere already. Pages that
 * are there stay where they are.
 */
int policy_bind(uint64_t address, uint64_t length, const struct memory_policy *policy, bool strict);

#endif
