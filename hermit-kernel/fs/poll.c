/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/poll.h"

#include <linux/errno.h>
#include "mm/heap.h"

#define POLL_ALWAYS (EPOLLERR | EPOLLHUP)
#define POLL_INLINE 8 /* hooks without an allocation */

struct poll_set;

/** One registration at a file's wait queue. */
struct poll_hook {
	struct waiter waiter;
	struct waitq *queue;
	struct poll_set *set;
	struct poll_hook *next;
	uint32_t events; /* that matter; wake-ups without events always do */
};

/** All registrations of one call. Hooks set `triggered` and wake the caller through `wake`. */
struct poll_set {
	struct poll_table table;
	struct waitq wake;
	_Atomic bool triggered;
	bool failed;     /* no memory for a hook */
	uint32_t events; /* of the entry that registers now */
	struct poll_hook *hooks;
	unsigned used;
	struct poll_hook inline_hooks[POLL_INLINE];
};

static bool poll_hook_wake(struct waiter *waiter, uint32_t events)
{
	struct poll_hook *hook = container_of(waiter, struct poll_hook, waiter);
	if (events && !(events & hook->events))
		return false;
	atomic_store_explicit(&hook->set->triggered, true, memory_order_release);
	waitq_wake_all(&hook->set->wake, 0);
	return false; /* others may want to look, too */
}

static void poll_enqueue(struct poll_table *table, struct file *file, struct waitq *queue)
{
	struct poll_set *set = container_of(table, struct poll_set, table);
	struct poll_hook *hook = set->used < POLL_INLINE ? &set->inline_hooks[set->used++] : heap_alloc(sizeof(*hook));
	if (!hook) {
		set->failed = true;
		return;
	}
	waiter_init(&hook->waiter);
	hook->waiter.wake = poll_hook_wake;
	hook->queue = queue;
	hook->set = set;
	hook->events = set->events;
	hook->next = set->hooks;
	set->hooks = hook;
	waitq_add(queue, &hook->waiter);
}

static void poll_set_init(struct poll_set *set)
{
	set->table.enqueue = poll_enqueue;
	waitq_init(&set->wake);
	set->triggered = false;
	set->failed = false;
	set->hooks = NULL;
	set->used = 0;
}

static void poll_set_leave(struct poll_set *set)
{
	struct poll_hook *next;
	for (struct poll_hook *hook = set->hooks; hook; hook = next) {
		next = hook->next;
		waitq_remove(hook->queue, &hook->waiter);
		if (hook < set->inline_hooks || hook >= set->inline_hooks + POLL_INLINE)
			heap_free(hook);
	}
}

/** Ask all entries; registers them with the set until one is ready. How many are ready. */
static long poll_scan(struct poll_entry *entries, unsigned count, struct poll_set *set)
{
	long ready = 0;
	for (unsigned i = 0; i < count; i++) {
		struct poll_entry *entry = &entries[i];
		if (!entry->file)
			continue;
		if (set)
			set->events = entry->wanted | POLL_ALWAYS;
		entry->ready =
			file_poll(entry->file, set && !ready ? &set->table : NULL) & (entry->wanted | POLL_ALWAYS);
		ready += entry->ready != 0;
	}
	return ready;
}

long poll_wait_any(struct poll_entry *entries, unsigned count, uint64_t deadline)
{
	struct poll_set set;
	int error = 0;
	poll_set_init(&set);
	long ready = poll_scan(entries, count, deadline ? &set : NULL);
	while (!ready && !error && !set.failed && deadline) {
		error = wait_event_until(&set.wake, atomic_load(&set.triggered), deadline);
		atomic_store(&set.triggered, false);
		ready = poll_scan(entries, count, NULL);
	}
	poll_set_leave(&set);
	if (ready)
		return ready;
	if (set.failed)
		return -ENOMEM;
	return error == -ERESTARTSYS ? -ERESTARTNOHAND : 0;
}
