/* SPDX-License-Identifier: BSD-3-Clause */
#include "test/unit/host_fs.h"

#include "fs/dentry.h"
#include "fs/names.h"
#include "fs/pipe.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/sched.h"
#include "test/unit/host.h"
#include "time/clock.h"

/* The host's; its headers do not go with the kernel's. */
void *realloc(void *memory, size_t size);

unsigned host_unmaps;

void *heap_realloc(void *memory, size_t size)
{
	return realloc(memory, size);
}

char *heap_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = heap_alloc(size);
	return copy ? memcpy(copy, s, size) : NULL;
}

int clear_fault(void *to, size_t size)
{
	memset(to, 0, size);
	return 0;
}

int64_t clock_realtime_ns(void)
{
	return 1700000000LL * (int64_t)NS_PER_SEC + (int64_t)clock_monotonic_ns();
}

void sched_yield_point(void)
{
}

void mm_unmap_inode(struct inode *inode, uint64_t first_page)
{
	host_unmaps++;
}

void mm_unmap_inode_range(struct inode *inode, uint64_t first_page, uint64_t end_page)
{
	host_unmaps++;
}

void page_stats(int node, struct memory_stats *stats)
{
	*stats = (struct memory_stats){.total = GIB(1), .free = MIB(512)};
}

__attribute__((weak)) int pipe_open_named(struct inode *inode, struct file *file)
{
	return -1;
}

void host_fs_init(void)
{
	dentry_init();
	names_init();
}
