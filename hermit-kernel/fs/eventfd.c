/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/eventfd.h"

#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include "lib/format.h"
#include "mm/heap.h"
#include "mm/user.h"

#define EVENTFD_MAX (UINT64_MAX - 1)

struct eventfd {
	struct spinlock lock; /* interrupts off: kernel code may signal from handlers */
	uint64_t count;
	bool semaphore;
	struct waitq queue; /* readers and writers */
};

/** The value that read(2) returns, 0 while there is none. */
static uint64_t eventfd_take(struct eventfd *event)
{
	irqflags_t flags = spin_lock_irqsave(&event->lock);
	uint64_t value = event->semaphore ? event->count != 0 : event->count;
	event->count -= value;
	spin_unlock_irqrestore(&event->lock, flags);
	if (value)
		waitq_wake_all(&event->queue, EPOLLOUT | EPOLLWRNORM);
	return value;
}

static bool eventfd_add(struct eventfd *event, uint64_t value)
{
	irqflags_t flags = spin_lock_irqsave(&event->lock);
	bool fits = value <= EVENTFD_MAX - event->count;
	if (fits)
		event->count += value;
	spin_unlock_irqrestore(&event->lock, flags);
	if (fits)
		waitq_wake_all(&event->queue, EPOLLIN | EPOLLRDNORM);
	return fits;
}

static ssize64_t eventfd_read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct eventfd *event = file->private;
	if (size < sizeof(uint64_t))
		return -EINVAL;
	uint64_t value = eventfd_take(event);
	if (!value && file->flags & O_NONBLOCK)
		return -EAGAIN;
	int error = wait_event_interruptible(&event->queue, value || (value = eventfd_take(event)));
	if (error)
		return error;
	return copy_fault(to, &value, sizeof(value)) ? -EFAULT : (ssize64_t)sizeof(value);
}

static ssize64_t eventfd_write(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct eventfd *event = file->private;
	uint64_t value;
	if (size < sizeof(value))
		return -EINVAL;
	if (copy_fault(&value, from, sizeof(value)))
		return -EFAULT;
	if (value > EVENTFD_MAX)
		return -EINVAL;
	bool done = eventfd_add(event, value);
	if (!done && file->flags & O_NONBLOCK)
		return -EAGAIN;
	int error = wait_event_interruptible(&event->queue, done || (done = eventfd_add(event, value)));
	return error ? error : (ssize64_t)sizeof(value);
}

static uint32_t eventfd_poll(struct file *file, struct poll_table *table)
{
	struct eventfd *event = file->private;
	poll_wait(table, file, &event->queue);
	irqflags_t flags = spin_lock_irqsave(&event->lock);
	uint32_t events = event->count ? EPOLLIN | EPOLLRDNORM : 0;
	events |= event->count < EVENTFD_MAX ? EPOLLOUT | EPOLLWRNORM : 0;
	spin_unlock_irqrestore(&event->lock, flags);
	return events;
}

static void eventfd_release(struct file *file)
{
	heap_free(file->private);
}

static void eventfd_describe(struct file *file, char *to, size_t size)
{
	struct eventfd *event = file->private;
	snprintf(to, size, "eventfd-count: %16lx\n", event->count);
}

static const struct file_ops eventfd_ops = {
	.read = eventfd_read,
	.write = eventfd_write,
	.poll = eventfd_poll,
	.release = eventfd_release,
	.describe = eventfd_describe,
	.mode = 0600,
};

struct file *eventfd_new(uint64_t initial, unsigned flags)
{
	struct eventfd *event = heap_zalloc(sizeof(*event));
	if (!event)
		return error_ptr(-ENOMEM);
	spin_init(&event->lock);
	waitq_init(&event->queue);
	event->count = initial;
	event->semaphore = flags & EFD_SEMAPHORE;
	struct file *file = file_new(&eventfd_ops, O_RDWR | (flags & O_NONBLOCK), event, "anon_inode:[eventfd]");
	if (!file)
		heap_free(event);
	return file ? file : error_ptr(-ENOMEM);
}
