/* SPDX-License-Identifier: BSD-3-Clause */
#include "mm/policy.h"

#include <linux/errno.h>
#include <linux/mempolicy.h>
#include "mm/fault.h"
#include "mm/pagetable.h"
#include "mm/range.h"
#include "mm/vma.h"
#include "sched/core.h"
#include "sched/thread.h"

uint64_t policy_nodes_with_memory(void)
{
	uint64_t nodes = 0;
	for (unsigned node = 0; node < nodes_count(); node++) {
		struct memory_stats stats;
		page_stats((int)node, &stats);
		nodes |= (uint64_t)(stats.total > 0) << node;
	}
	return nodes;
}

static int first_node(uint64_t nodes)
{
	return nodes ? __builtin_ctzll(nodes) : NODE_ANY;
}

/** This core's node if it is one of them, else the first. */
static int near_node(uint64_t nodes)
{
	unsigned here = core_this()->node;
	return nodes >> here & 1 ? (int)here : first_node(nodes);
}

/** No popcnt instruction may be assumed, and the compiler's substitute for it is a function of libgcc. */
static unsigned count_bits(uint64_t bits)
{
	unsigned count = 0;
	for (; bits != 0; bits &= bits - 1)
		count++;
	return count;
}

/** By address, so that neighbouring blocks go to different nodes whoever touches them first. */
static int interleaved_node(uint64_t nodes, uint64_t address, unsigned order)
{
	uint64_t skip = (address >> (PAGE_SHIFT + order)) % count_bits(nodes);
	while (skip-- > 0)
		nodes &= nodes - 1;
	return first_node(nodes);
}

int policy_choose(const struct vma *vma, uint64_t address, unsigned order, uint64_t *only)
{
	*only = 0;
	if (nodes_count() == 1)
		return NODE_ANY;
	const struct memory_policy *policy = &vma->policy;
	if (policy->mode == MPOL_DEFAULT)
		policy = &thread_current()->memory_policy;
	switch (policy->mode) {
	case MPOL_PREFERRED:
		return first_node(policy->nodes);
	case MPOL_PREFERRED_MANY:
		return near_node(policy->nodes);
	case MPOL_BIND:
		*only = policy->nodes;
		return near_node(policy->nodes);
	case MPOL_INTERLEAVE:
		return interleaved_node(policy->nodes, address, order);
	default:
		return NODE_ANY;
	}
}

int policy_at(uint64_t address, struct memory_policy *policy)
{
	struct vma *vma = vma_read_lock(address);
	if (!vma)
		return -EFAULT;
	*policy = vma->policy;
	vma_read_unlock(vma);
	return 0;
}

static int node_of_entry(uint64_t entry)
{
	const struct page *page = entry ? page_from_phys(entry & PTE_ADDRESS) : NULL;
	return page ? page->node : 0; /* a page of the root image counts as node 0 */
}

int policy_node_of(uint64_t address)
{
	uint64_t size;
	if (fault_resolve(address, FAULT_READ))
		return -EFAULT;
	struct vma *vma = vma_read_lock(address);
	if (!vma)
		return -EFAULT;
	int node = node_of_entry(pt_lookup(address, &size));
	vma_read_unlock(vma);
	return node;
}

/** Do all pages that are there lie on the nodes? */
static bool pages_obey(uint64_t start, uint64_t end, const struct memory_policy *policy)
{
	for (uint64_t address = start, size; address < end; address += size) {
		uint64_t entry = pt_lookup(address, &size);
		if (entry & PTE_ANON && policy->nodes && !(policy->nodes >> node_of_entry(entry) & 1))
			return false;
		size -= address & (size - 1);
	}
	return true;
}

static int bind_locked(uint64_t start, uint64_t end, const struct memory_policy *policy, bool strict)
{
	if (!vma_covered(start, end))
		return -EFAULT;
	int error = vma_isolate(&(struct range){start, end}, 1);
	if (error)
		return error;
	for (struct vma *vma = vma_find(start); vma && vma->start < end; vma = vma_next(vma))
		vma->policy = *policy;
	if (strict && !pages_obey(start, end, policy))
		error = -EIO;
	vma_merge(start, end);
	return error;
}

int policy_bind(uint64_t address, uint64_t length, const struct memory_policy *policy, bool strict)
{
	mm_change_begin();
	int error = bind_locked(address, address + length, policy, strict);
	mm_change_end();
	return error;
}
