/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of hermit/memory.h. */
#include <arch/paging.h>
#include <hermit/memory.h>
#include <linux/errno.h>
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "syscall/hermit_call.h"
#include "syscall/hermit_struct.h"

static bool node_valid(int node)
{
	return node == HERMIT_NODE_ANY || (node >= 0 && (unsigned)node < nodes_count());
}

/** hermit_memory_info(node, info) */
long hermit_call_memory_info(const uint64_t *args)
{
	struct hermit_memory_info info = {.size = sizeof(info)};
	struct memory_stats stats;
	int node = (int)args[0];

	if (!node_valid(node))
		return -EINVAL;
	page_stats(node, &stats);
	info.total = stats.total;
	info.free = stats.free;
	info.free_2m = page_free_in_blocks(node, HUGE_PAGE_ORDER);
	info.free_1g = page_free_in_blocks(node, GIGANTIC_PAGE_ORDER);
	return hermit_struct_put(args[1], &info, sizeof(info));
}

/** Order of the page size, or -EINVAL, -EOPNOTSUPP. */
static int page_order(uint64_t page)
{
	switch (page) {
	case PAGE_SIZE:
		return 0;
	case HUGE_PAGE_SIZE:
		return HUGE_PAGE_ORDER;
	case GIGANTIC_PAGE_SIZE:
		return arch_has_gigantic_pages() ? GIGANTIC_PAGE_ORDER : -EOPNOTSUPP;
	default:
		return -EINVAL;
	}
}

/** hermit_memory_allocate(size, page, node, flags) */
long hermit_call_memory_allocate(const uint64_t *args)
{
	int order = page_order(args[1]), node = (int)args[2];
	uint32_t flags = (uint32_t)args[3];

	if (!node_valid(node) || flags & ~(uint32_t)HERMIT_MEMORY_CONTIGUOUS)
		return -EINVAL;
	return order < 0 ? order : mm_allocate(args[0], (unsigned)order, node, flags & HERMIT_MEMORY_CONTIGUOUS);
}

/** hermit_memory_free(address, size) */
long hermit_call_memory_free(const uint64_t *args)
{
	return mm_release(args[0], args[1]);
}

/** hermit_memory_physical(address) */
long hermit_call_memory_physical(const uint64_t *args)
{
	uint64_t physical = mm_physical(args[0]);

	return physical ? (long)physical : -ENOMEM;
}
