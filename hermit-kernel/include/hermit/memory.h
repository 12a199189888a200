/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory with properties that mmap(2) does not promise: large pages for certain, of one node, physically contiguous.
 *
 * Any thread may call these functions.
 */
#ifndef HERMIT_MEMORY_H
#define HERMIT_MEMORY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct hermit_memory_info {
	uint32_t size;     /* in: sizeof(struct hermit_memory_info); out: bytes filled */
	uint32_t reserved; /* 0 */
	uint64_t total;    /* bytes that the kernel manages */
	uint64_t free;     /* bytes free */
	uint64_t free_2m;  /* bytes free in blocks of 2 MiB and more */
	uint64_t free_1g;  /* bytes free in blocks of 1 GiB */
};

#define HERMIT_NODE_ANY (-1)

/** Memory of a node, or of all (HERMIT_NODE_ANY). 0; -EINVAL for a node out of range, -EFAULT. Never blocks. */
int hermit_memory_info(int node, struct hermit_memory_info *info);

enum hermit_memory_flags {
	HERMIT_MEMORY_CONTIGUOUS = 1, /* one physical range, aligned to `page` */
};

/**
 * Memory of whole pages of one size, zeroed, readable and writable, present from the start: touching it never faults.
 *
 * size:  bytes, at least 1; rounded up to whole pages
 * page:  4096, 2 MiB or 1 GiB (1 GiB where the processor has such pages)
 * node:  where the memory must be, or HERMIT_NODE_ANY for the caller's node first
 * flags: enum hermit_memory_flags
 * Returns the address, aligned to `page`, or a negative errno: -EINVAL (size 0, no such page size, node or flag),
 * -EOPNOTSUPP (the processor has no 1 GiB pages), -ENOMEM (not that much of that kind, or no room for its addresses).
 * May block. The memory belongs to the program, not to the thread. munmap(2) and mprotect(2) work on whole pages of its
 * size only.
 */
int64_t hermit_memory_allocate(uint64_t size, uint64_t page, int node, uint32_t flags);

/**
 * Give back what hermit_memory_allocate returned, whole.
 *
 * 0; -EINVAL where `address` and `size` are not those of one allocation that still exists. May block.
 */
int hermit_memory_free(void *address, uint64_t size);

/** Physical address that a program address is mapped to now; -ENOMEM where nothing is mapped. Never blocks. */
int64_t hermit_memory_physical(const void *address);

#ifdef __cplusplus
}
#endif

#endif
