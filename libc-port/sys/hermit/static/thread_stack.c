/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory of threads. Mappings are kept for the next thread of the same size, which makes threads cheap. A thread that
 * ends puts its own memory here while it still runs on it; nobody takes or unmaps it before the kernel has cleared its
 * tid, which is the last thing of a thread.
 */
#include "thread.h"
#include <sys/lock.h>
#include <sys/mman.h>

#define STACKS_KEPT 32
#define PAGE_BYTES  4096

__LOCK_INIT(static, stacks_lock); /* guards all below, and thread.next */
static struct __hermit_thread *stacks;
static unsigned int stacks_count;

static bool thread_is_gone(const struct __hermit_thread *thread)
{
	return __atomic_load_n(&thread->tid, __ATOMIC_ACQUIRE) == 0;
}

static size_t round_to_pages(size_t size)
{
	return (size + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1);
}

/* A kept one of exactly that size, out of the list. */
static struct __hermit_thread *stack_take(size_t region_size, size_t guard_size)
{
	struct __hermit_thread **link = &stacks, *found = NULL;
	__lock_acquire(stacks_lock);
	for (; *link; link = &(*link)->next) {
		struct __hermit_thread *candidate = *link;
		if (candidate->region_size == region_size && candidate->guard_size == guard_size &&
			thread_is_gone(candidate)) {
			*link = candidate->next;
			stacks_count--;
			found = candidate;
			break;
		}
	}
	__lock_release(stacks_lock);
	return found;
}

static char *stack_map(size_t region_size, size_t guard_size)
{
	char *region = mmap(NULL, region_size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (region == MAP_FAILED)
		return NULL;
	if (guard_size > 0 && mprotect(region, guard_size, PROT_NONE) < 0) {
		munmap(region, region_size);
		return NULL;
	}
	return region;
}

struct __hermit_thread *__hermit_stack_get(size_t stack_size, size_t guard_size)
{
	guard_size = round_to_pages(guard_size);
	size_t region_size = guard_size + round_to_pages(stack_size + __hermit_tls_size() + __hermit_tls_align());
	struct __hermit_thread *used = stack_take(region_size, guard_size);
	char *region = used ? used->region : stack_map(region_size, guard_size);
	if (region == NULL)
		return NULL;
	struct __hermit_thread *thread = __hermit_tls_make(region + region_size);
	thread->region = region;
	thread->region_size = region_size;
	thread->guard_size = guard_size;
	return thread;
}

/* One too many that nobody runs on, out of the list; NULL for none. */
static struct __hermit_thread *stack_surplus_locked(void)
{
	if (stacks_count <= STACKS_KEPT)
		return NULL;
	for (struct __hermit_thread **link = &stacks; *link; link = &(*link)->next) {
		struct __hermit_thread *candidate = *link;
		if (thread_is_gone(candidate)) {
			*link = candidate->next;
			stacks_count--;
			return candidate;
		}
	}
	return NULL;
}

void __hermit_stack_put(struct __hermit_thread *thread)
{
	if (thread->own_stack)
		return;
	__lock_acquire(stacks_lock);
	thread->next = stacks;
	stacks = thread;
	stacks_count++;
	struct __hermit_thread *surplus = stack_surplus_locked();
	__lock_release(stacks_lock);
	if (surplus)
		munmap(surplus->region, surplus->region_size);
}
