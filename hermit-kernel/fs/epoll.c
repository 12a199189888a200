/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * epoll(7). Each watched file has an item with hooks in the file's wait queues. A hook that fires puts its item on the
 * ready list; epoll_wait looks only at that list, so its cost does not depend on how many files are idle.
 *
 * An item is in one of these states:
 *   idle      not on the ready list;
 *   ready     on the list: something happened, or it was ready when last asked (level-triggered);
 *   asked     taken off the list by epoll_wait, which asks the file what holds now; a hook may make it ready again at
 * once.
 *
 * Locks, in this order: epoll.lock (a mutex: items come, go and are asked under it) → file.epoll_lock; wait queue of a
 * file → epoll.ready_lock → epoll.queue's own. Instances that watch others nest outer before inner; loops are refused.
 */
#include "fs/epoll.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include "lib/radix.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"

#define EPOLL_ALWAYS      (EPOLLERR | EPOLLHUP)
#define EPOLL_PRIVATE     (EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE | EPOLLWAKEUP)
#define EPOLL_NESTING_MAX 5

struct epoll {
	_Atomic uint32_t refs; /* its file, its items */
	struct mutex lock;
	struct radix items;         /* by descriptor number: struct epoll_item, chained by same_fd; under lock */
	struct spinlock ready_lock; /* interrupts off */
	struct list ready;          /* struct epoll_item.ready_link */
	struct waitq queue;         /* threads in epoll_wait, hooks of those who poll the instance */
};

struct epoll_item {
	struct epoll *epoll; /* a reference */
	struct file *file;   /* none: epoll_forget_file ends the item first */
	int fd;
	struct epoll_event event;
	struct list ready_link;     /* under ready_lock */
	struct list file_link;      /* in file->epoll_items, under file->epoll_lock */
	struct epoll_item *same_fd; /* of another file that had the same number */
	struct epoll_hook *hooks;
};

struct epoll_hook {
	struct waiter waiter;
	struct waitq *queue;
	struct epoll_item *item;
	struct epoll_hook *next;
};

static struct mutex epoll_nesting_lock = {
	.waiters = WAITQ_INIT(epoll_nesting_lock.waiters)}; /* one at a time may make an instance watch another */

static void epoll_put(struct epoll *epoll)
{
	if (atomic_fetch_sub(&epoll->refs, 1) == 1)
		heap_free(epoll);
}

/* The ready list */

static bool epoll_make_ready(struct epoll_item *item)
{
	struct epoll *epoll = item->epoll;
	irqflags_t flags = spin_lock_irqsave(&epoll->ready_lock);
	bool added = list_empty(&item->ready_link);
	if (added)
		list_append(&epoll->ready, &item->ready_link);
	spin_unlock_irqrestore(&epoll->ready_lock, flags);
	return added;
}

static bool epoll_has_ready(struct epoll *epoll)
{
	irqflags_t flags = spin_lock_irqsave(&epoll->ready_lock);
	bool ready = !list_empty(&epoll->ready);
	spin_unlock_irqrestore(&epoll->ready_lock, flags);
	return ready;
}

/** A waiter of the file's queue; under that queue's lock. */
static bool epoll_hook_wake(struct waiter *waiter, uint32_t events)
{
	struct epoll_item *item = container_of(waiter, struct epoll_hook, waiter)->item;
	uint32_t wanted = item->event.events;
	if (!(wanted & ~EPOLL_PRIVATE) || (events && !(events & (wanted | EPOLL_ALWAYS))))
		return false;
	epoll_make_ready(item);
	waitq_wake_one(&item->epoll->queue, EPOLLIN | EPOLLRDNORM);
	return wanted & EPOLLEXCLUSIVE;
}

/* Items; under epoll->lock */

static struct epoll_item *epoll_find(struct epoll *epoll, int fd, struct file *file)
{
	struct epoll_item *item = radix_get(&epoll->items, (uint64_t)fd);
	while (item && item->file != file)
		item = item->same_fd;
	return item;
}

static int epoll_link(struct epoll *epoll, struct epoll_item *item)
{
	struct epoll_item *first = radix_get(&epoll->items, (uint64_t)item->fd);
	item->same_fd = first;
	if (first) {
		radix_replace(&epoll->items, (uint64_t)item->fd, item);
		return 0;
	}
	return radix_insert(&epoll->items, (uint64_t)item->fd, item);
}

static void epoll_unlink(struct epoll *epoll, struct epoll_item *item)
{
	struct epoll_item *first = radix_get(&epoll->items, (uint64_t)item->fd);
	if (first == item && item->same_fd) {
		radix_replace(&epoll->items, (uint64_t)item->fd, item->same_fd);
	} else if (first == item) {
		radix_remove(&epoll->items, (uint64_t)item->fd);
	} else {
		while (first->same_fd != item)
			first = first->same_fd;
		first->same_fd = item->same_fd;
	}
}

static void epoll_unhook(struct epoll_item *item)
{
	while (item->hooks) {
		struct epoll_hook *hook = item->hooks;
		item->hooks = hook->next;
		waitq_remove(hook->queue, &hook->waiter);
		heap_free(hook);
	}
}

static void epoll_remove_item(struct epoll *epoll, struct epoll_item *item)
{
	epoll_unhook(item);
	spin_lock(&item->file->epoll_lock);
	list_remove(&item->file_link);
	spin_unlock(&item->file->epoll_lock);
	irqflags_t flags = spin_lock_irqsave(&epoll->ready_lock);
	list_remove(&item->ready_link);
	spin_unlock_irqrestore(&epoll->ready_lock, flags);
	epoll_unlink(epoll, item);
	heap_free(item);
	epoll_put(epoll); /* the caller has another reference */
}

/** What holds of what was asked for. */
static uint32_t epoll_ask(struct epoll_item *item, struct poll_table *table)
{
	uint32_t wanted = item->event.events;
	if (!(wanted & ~EPOLL_PRIVATE)) /* EPOLLONESHOT fired: nothing counts until EPOLL_CTL_MOD */
		wanted = 0;
	else
		wanted |= EPOLL_ALWAYS;
	return file_poll(item->file, table) & wanted & ~EPOLL_PRIVATE;
}

/** Collects hooks while a file's poll operation registers. */
struct epoll_table {
	struct poll_table table;
	struct epoll_item *item;
	bool failed;
};

static void epoll_enqueue(struct poll_table *table, struct file *file, struct waitq *queue)
{
	struct epoll_table *mine = container_of(table, struct epoll_table, table);
	struct epoll_hook *hook = heap_alloc(sizeof(*hook));
	if (!hook) {
		mine->failed = true;
		return;
	}
	waiter_init(&hook->waiter);
	hook->waiter.wake = epoll_hook_wake;
	hook->queue = queue;
	hook->item = mine->item;
	hook->next = mine->item->hooks;
	mine->item->hooks = hook;
	waitq_add(queue, &hook->waiter);
}

static void epoll_check_item(struct epoll_item *item, struct poll_table *table)
{
	if (epoll_ask(item, table) && epoll_make_ready(item))
		waitq_wake_one(&item->epoll->queue, EPOLLIN | EPOLLRDNORM);
}

static int epoll_add(struct epoll *epoll, int fd, struct file *file, const struct epoll_event *event)
{
	struct epoll_item *item = heap_zalloc(sizeof(*item));
	struct epoll_table table = {.table.enqueue = epoll_enqueue, .item = item};
	if (!item)
		return -ENOMEM;
	item->epoll = epoll;
	item->file = file;
	item->fd = fd;
	item->event = *event;
	list_init(&item->ready_link);
	list_init(&item->file_link);
	int error = epoll_link(epoll, item);
	if (error) {
		heap_free(item);
		return error;
	}
	atomic_fetch_add(&epoll->refs, 1);
	spin_lock(&file->epoll_lock);
	list_append(&file->epoll_items, &item->file_link);
	spin_unlock(&file->epoll_lock);
	epoll_check_item(item, &table.table);
	if (table.failed)
		epoll_remove_item(epoll, item);
	return table.failed ? -ENOMEM : 0;
}

static int epoll_modify(struct epoll_item *item, const struct epoll_event *event)
{
	if ((item->event.events | event->events) & EPOLLEXCLUSIVE)
		return -EINVAL;
	item->event = *event;
	epoll_check_item(item, NULL);
	return 0;
}

/* Instances that watch instances */

/** Is `target` reached from `from` by watching? -ELOOP then, or when the chain is too long. Under epoll_nesting_lock.
 */
static int epoll_check_nesting(struct file *from, struct file *target, unsigned depth)
{
	struct epoll *epoll = from->private;
	uint64_t fd = 0;
	int error = 0;
	if (from == target || depth > EPOLL_NESTING_MAX)
		return -ELOOP;
	mutex_lock(&epoll->lock);
	for (struct epoll_item *item; !error && (item = radix_next(&epoll->items, &fd)); fd++)
		for (; !error && item; item = item->same_fd)
			if (epoll_is(item->file))
				error = epoll_check_nesting(item->file, target, depth + 1);
	mutex_unlock(&epoll->lock);
	return error;
}

static int epoll_check_control(struct file *file, int operation, struct file *target, const struct epoll_event *event)
{
	if (!epoll_is(file) || file == target)
		return -EINVAL;
	if (!target->ops->poll)
		return -EPERM;
	bool exclusive = operation != EPOLL_CTL_DEL && event->events & EPOLLEXCLUSIVE;
	if (exclusive && (operation == EPOLL_CTL_MOD || epoll_is(target)))
		return -EINVAL;
	uint32_t allowed = EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLWAKEUP | EPOLLET | EPOLLEXCLUSIVE;
	return exclusive && event->events & ~allowed ? -EINVAL : 0;
}

static int epoll_control_locked(
	struct epoll *epoll, int operation, int fd, struct file *target, const struct epoll_event *event)
{
	struct epoll_item *item = epoll_find(epoll, fd, target);
	switch (operation) {
	case EPOLL_CTL_ADD:
		return item ? -EEXIST : epoll_add(epoll, fd, target, event);
	case EPOLL_CTL_MOD:
		return item ? epoll_modify(item, event) : -ENOENT;
	case EPOLL_CTL_DEL:
		if (item)
			epoll_remove_item(epoll, item);
		return item ? 0 : -ENOENT;
	default:
		return -EINVAL;
	}
}

int epoll_control(struct file *file, int operation, int fd, struct file *target, const struct epoll_event *event)
{
	int error = epoll_check_control(file, operation, target, event);
	if (error)
		return error;
	struct epoll *epoll = file->private;
	bool nested = operation == EPOLL_CTL_ADD && epoll_is(target);
	if (nested) {
		mutex_lock(&epoll_nesting_lock);
		error = epoll_check_nesting(target, file, 1);
	}
	if (!error) {
		mutex_lock(&epoll->lock);
		error = epoll_control_locked(epoll, operation, fd, target, event);
		mutex_unlock(&epoll->lock);
	}
	if (nested)
		mutex_unlock(&epoll_nesting_lock);
	return error;
}

/* Waiting */

static struct epoll_item *epoll_take_ready(struct epoll *epoll, struct list *from)
{
	struct epoll_item *item = NULL;
	irqflags_t flags = spin_lock_irqsave(&epoll->ready_lock);
	if (!list_empty(from)) {
		item = list_first(from, struct epoll_item, ready_link);
		list_remove(&item->ready_link);
	}
	spin_unlock_irqrestore(&epoll->ready_lock, flags);
	return item;
}

/** Move the list aside, so that items that become ready again meanwhile wait for the next call. */
static void epoll_move_ready(struct epoll *epoll, struct list *to, struct list *from)
{
	irqflags_t flags = spin_lock_irqsave(&epoll->ready_lock);
	list_splice(to, from);
	spin_unlock_irqrestore(&epoll->ready_lock, flags);
}

/** Tell the program about one item. */
static int epoll_report(struct epoll_item *item, uint32_t ready, uint64_t to)
{
	struct epoll_event event = {.events = ready, .data = item->event.data};
	if (user_copy_to(to, &event, sizeof(event)))
		return -EFAULT;
	if (item->event.events & EPOLLONESHOT)
		item->event.events &= EPOLL_PRIVATE;
	else if (!(item->event.events & EPOLLET))
		epoll_make_ready(item);
	return 0;
}

/** Ask the items of the ready list. How many were reported, or -EFAULT if the first cannot be. */
static long epoll_collect(struct epoll *epoll, uint64_t events, unsigned max)
{
	struct list asked = LIST_INIT(asked);
	struct epoll_item *item;
	unsigned count = 0;
	int error = 0;
	mutex_lock(&epoll->lock);
	epoll_move_ready(epoll, &asked, &epoll->ready);
	while (count < max && !error && (item = epoll_take_ready(epoll, &asked))) {
		uint32_t ready = epoll_ask(item, NULL);
		if (!ready)
			continue;
		error = epoll_report(item, ready, events + count * sizeof(struct epoll_event));
		if (error)
			epoll_make_ready(item);
		else
			count++;
	}
	/* those that did not fit come first next time */
	epoll_move_ready(epoll, &asked, &epoll->ready);
	epoll_move_ready(epoll, &epoll->ready, &asked);
	mutex_unlock(&epoll->lock);
	return count || !error ? (long)count : error;
}

long epoll_wait(struct file *file, uint64_t events, unsigned max, uint64_t deadline)
{
	struct epoll *epoll = file->private;
	for (;;) {
		long count = epoll_has_ready(epoll) ? epoll_collect(epoll, events, max) : 0;
		int error = 0;
		if (!count && deadline)
			error = wait_event_until(&epoll->queue, epoll_has_ready(epoll), deadline);
		if (!count && deadline && !error)
			continue;
		/* one wake-up wakes one thread: it hands on what it leaves */
		if (epoll_has_ready(epoll))
			waitq_wake_one(&epoll->queue, EPOLLIN | EPOLLRDNORM);
		return count || error == -ETIMEDOUT ? count : error;
	}
}

/* The instance as a file */

/** Is anything really ready? Items that are not leave the list. */
static bool epoll_any_ready(struct epoll *epoll)
{
	struct epoll_item *item;
	bool ready = false;
	mutex_lock(&epoll->lock);
	while (!ready && (item = epoll_take_ready(epoll, &epoll->ready))) {
		ready = epoll_ask(item, NULL);
		if (ready)
			epoll_make_ready(item);
	}
	mutex_unlock(&epoll->lock);
	return ready;
}

static uint32_t epoll_poll(struct file *file, struct poll_table *table)
{
	struct epoll *epoll = file->private;
	poll_wait(table, file, &epoll->queue);
	return epoll_has_ready(epoll) && epoll_any_ready(epoll) ? EPOLLIN | EPOLLRDNORM : 0;
}

static void epoll_release(struct file *file)
{
	struct epoll *epoll = file->private;
	uint64_t fd = 0;
	struct epoll_item *item;
	mutex_lock(&epoll->lock);
	while ((item = radix_next(&epoll->items, &fd)))
		epoll_remove_item(epoll, item);
	mutex_unlock(&epoll->lock);
	radix_clear(&epoll->items);
	epoll_put(epoll);
}

static const struct file_ops epoll_ops = {
	.poll = epoll_poll,
	.release = epoll_release,
	.mode = 0600,
};

bool epoll_is(const struct file *file)
{
	return file->ops == &epoll_ops;
}

struct file *epoll_new(void)
{
	struct epoll *epoll = heap_zalloc(sizeof(*epoll));
	if (!epoll)
		return error_ptr(-ENOMEM);
	epoll->refs = 1;
	mutex_init(&epoll->lock);
	spin_init(&epoll->ready_lock);
	list_init(&epoll->ready);
	waitq_init(&epoll->queue);
	struct file *file = file_new(&epoll_ops, O_RDWR, epoll, "anon_inode:[eventpoll]");
	if (!file)
		heap_free(epoll);
	return file ? file : error_ptr(-ENOMEM);
}

/** The instance of the first registration, a reference; NULL when nobody watches the file. */
static struct epoll *epoll_watching(struct file *file)
{
	struct epoll *epoll = NULL;
	spin_lock(&file->epoll_lock);
	if (!list_empty(&file->epoll_items)) {
		epoll = list_first(&file->epoll_items, struct epoll_item, file_link)->epoll;
		atomic_fetch_add(&epoll->refs, 1); /* the item has one: it stays while the item is in the list */
	}
	spin_unlock(&file->epoll_lock);
	return epoll;
}

static struct epoll_item *epoll_item_of(struct file *file, struct epoll *epoll)
{
	struct epoll_item *item, *found = NULL;
	spin_lock(&file->epoll_lock);
	list_for_each (item, &file->epoll_items, file_link)
		if (item->epoll == epoll)
			found = item;
	spin_unlock(&file->epoll_lock);
	return found;
}

void epoll_forget_file(struct file *file)
{
	struct epoll *epoll;
	while ((epoll = epoll_watching(file))) {
		struct epoll_item *item;
		mutex_lock(&epoll->lock);
		while ((item = epoll_item_of(file, epoll)))
			epoll_remove_item(epoll, item);
		mutex_unlock(&epoll->lock);
		epoll_put(epoll);
	}
}
