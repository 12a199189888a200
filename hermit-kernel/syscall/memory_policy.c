/* SPDX-License-Identifier: BSD-3-Clause */
/* System calls about NUMA memory policies: numa(7). migrate_pages and move_pages answer ENOSYS. */
#include <linux/errno.h>
#include <linux/mempolicy.h>
#include "lib/string.h"
#include "mm/page.h"
#include "mm/policy.h"
#include "mm/user.h"
#include "sched/thread.h"
#include "syscall/syscall.h"

#define MASK_BITS_MAX 32768u /* a page full of bits, as Linux */
#define MASK_WORDS    (MASK_BITS_MAX / 64)

/** Nodes of a mask of `max - 1` bits in program memory; bits beyond 63 must be zero. 0, -EINVAL, -EFAULT. */
static int get_nodes(uint64_t mask, uint64_t max, uint64_t *nodes)
{
	*nodes = 0;
	if (!mask || max <= 1)
		return 0;
	uint64_t bits = max - 1;
	if (bits > MASK_BITS_MAX)
		return -EINVAL;
	for (uint64_t i = 0; i < (bits + 63) / 64; i++) {
		uint64_t word;
		int error = user_get(&word, mask + i * 8);
		if (error)
			return error;
		if (bits - i * 64 < 64)
			word &= (1ULL << (bits - i * 64)) - 1;
		if (i > 0 && word)
			return -EINVAL;
		*nodes |= i ? 0 : word;
	}
	return 0;
}

/** 0 or -EINVAL. Nodes without memory are left out; at least one must remain where the mode needs nodes. */
static int policy_check(struct memory_policy *policy)
{
	uint64_t given = policy->nodes;
	if ((policy->flags & (MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES)) ==
		(MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES))
		return -EINVAL;
	policy->nodes &= policy_nodes_with_memory();
	switch (policy->mode) {
	case MPOL_DEFAULT:
		return given || policy->flags ? -EINVAL : 0;
	case MPOL_LOCAL:
		return given ? -EINVAL : 0;
	case MPOL_PREFERRED:
		return given && !policy->nodes ? -EINVAL : 0;
	case MPOL_BIND:
	case MPOL_INTERLEAVE:
	case MPOL_PREFERRED_MANY:
		return policy->nodes ? 0 : -EINVAL;
	default:
		return -EINVAL;
	}
}

static int get_policy(uint64_t mode, uint64_t mask, uint64_t max, struct memory_policy *policy)
{
	uint64_t flags = mode & (MPOL_F_STATIC_NODES | MPOL_F_RELATIVE_NODES);
	if ((mode & ~flags) > UINT8_MAX)
		return -EINVAL;
	*policy = (struct memory_policy){.mode = (uint16_t)(mode & ~flags), .flags = (uint16_t)flags};
	return get_nodes(mask, max, &policy->nodes) ?: policy_check(policy);
}

/** set_mempolicy(mode, nodes, max node) */
long sys_set_mempolicy(const uint64_t *args)
{
	struct memory_policy policy;
	int error = get_policy((uint32_t)args[0], args[1], args[2], &policy);

	if (!error)
		thread_current()->memory_policy = policy;
	return error;
}

/** mbind(address, length, mode, nodes, max node, flags) */
long sys_mbind(const uint64_t *args)
{
	uint64_t address = args[0], length = align_up(args[1], PAGE_SIZE), flags = args[5];
	struct memory_policy policy;

	if (flags & ~(uint64_t)(MPOL_MF_STRICT | MPOL_MF_MOVE | MPOL_MF_MOVE_ALL) || address % PAGE_SIZE)
		return -EINVAL;
	if (args[1] > length || address + length < address)
		return -EINVAL;
	int error = get_policy((uint32_t)args[2], args[3], args[4], &policy);
	if (error || !length)
		return error;
	if (user_check_range(address, length))
		return -EFAULT;
	return policy_bind(address, length, &policy, flags & MPOL_MF_STRICT);
}

static int put_mode(uint64_t to, int mode)
{
	return to ? user_put(to, &mode) : 0;
}

/** A mask of `max` bits, rounded up to words. */
static int put_nodes(uint64_t to, uint64_t max, uint64_t nodes)
{
	if (!to)
		return 0;
	uint64_t size = (max + 63) / 64 * 8;
	int error = user_put(to, &nodes);
	return error || size <= 8 ? error : user_clear(to + 8, min(size, (uint64_t)MASK_WORDS * 8) - 8);
}

/** MPOL_F_NODE: a number instead of a policy. */
static long get_node(const uint64_t *args)
{
	uint64_t address = args[3];
	const struct memory_policy *policy = &thread_current()->memory_policy;
	if (args[4] & MPOL_F_ADDR) {
		int node = policy_node_of(address);
		return node < 0 ? node : put_mode(args[0], node);
	}
	if (policy->mode != MPOL_INTERLEAVE)
		return -EINVAL;
	return put_mode(args[0], __builtin_ctzll(policy->nodes));
}

/** get_mempolicy(mode, nodes, max node, address, flags) */
long sys_get_mempolicy(const uint64_t *args)
{
	uint64_t mask = args[1], max = args[2], address = args[3], flags = args[4];
	struct memory_policy policy = thread_current()->memory_policy;

	if (flags & ~(uint64_t)(MPOL_F_NODE | MPOL_F_ADDR | MPOL_F_MEMS_ALLOWED) || (mask && max < nodes_count()))
		return -EINVAL;
	if (flags & MPOL_F_MEMS_ALLOWED) {
		if (flags & (MPOL_F_NODE | MPOL_F_ADDR))
			return -EINVAL;
		return put_mode(args[0], 0) ?: put_nodes(mask, max, policy_nodes_with_memory());
	}
	if (!(flags & MPOL_F_ADDR) && address)
		return -EINVAL;
	if (flags & MPOL_F_NODE)
		return get_node(args);
	if (flags & MPOL_F_ADDR) {
		int error = policy_at(address, &policy);
		if (error)
			return error;
	}
	return put_mode(args[0], policy.mode | policy.flags) ?: put_nodes(mask, max, policy.nodes);
}
