/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The heap's end, in a range of addresses of its own: the program break belongs to the host's C library. Pages become
 * usable in steps as the heap grows, and are given back to the kernel as it shrinks.
 */
#include "../port.h"
#include <sys/lock.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEAP_RANGE (64UL << 30)
#define HEAP_STEP  (1UL << 20)

__LOCK_INIT(static, heap_lock); /* guards all below */
static char *heap_start, *heap_end;
static char *heap_usable; /* end of what can be touched */

static char *round_to_step(char *address)
{
	return (char *)(((uintptr_t)address + HEAP_STEP - 1) & ~(HEAP_STEP - 1));
}

static int heap_reserve(void)
{
	char *range = mmap(NULL, HEAP_RANGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (range == MAP_FAILED)
		return -1;
	heap_start = heap_end = heap_usable = round_to_step(range);
	return 0;
}

static int heap_move(char *end)
{
	char *usable = round_to_step(end);
	if (end < heap_start || usable > heap_start + HEAP_RANGE - HEAP_STEP)
		return -1;
	if (usable > heap_usable && mprotect(heap_usable, usable - heap_usable, PROT_READ | PROT_WRITE) < 0)
		return -1;
	if (usable < heap_usable) {
		madvise(usable, heap_usable - usable, MADV_DONTNEED);
		mprotect(usable, heap_usable - usable, PROT_NONE);
	}
	heap_usable = usable;
	heap_end = end;
	return 0;
}

void *sbrk(ptrdiff_t growth)
{
	void *before = (void *)-1;
	__lock_acquire(heap_lock);
	if (heap_start || heap_reserve() == 0) {
		before = heap_end;
		if (growth && heap_move(heap_end + growth) < 0)
			before = (void *)-1;
	}
	__lock_release(heap_lock);
	if (before == (void *)-1)
		errno = ENOMEM;
	return before;
}
