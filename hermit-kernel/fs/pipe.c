/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pipes: a ring of bytes in pages, made when they are first written and given back when the pipe runs empty.
 *
 * One mutex covers the ring while bytes are copied, because program memory may fault. Nobody sleeps for bytes or room
 * with it: waiters look at the counters, which are atomic, then take the mutex and look again.
 */
#include "fs/pipe.h"

#include <asm/ioctls.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/fcntl.h>
#include <linux/limits.h>
#include "mm/heap.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/thread.h"

#define PIPE_SIZE_DEFAULT KIB(64)
#define PIPE_SIZE_MAX     MIB(1) /* as /proc/sys/fs/pipe-max-size */

struct pipe {
	struct mutex lock;
	uint8_t **pages;                          /* capacity / PAGE_SIZE of them, NULL where not made */
	uint32_t capacity;                        /* a power of two, at least a page */
	uint32_t first;                           /* position of the next byte to read, below capacity */
	_Atomic uint32_t count;                   /* bytes inside; changed under `lock` */
	_Atomic uint32_t readers, writers;        /* open files */
	_Atomic uint32_t read_opens, write_opens; /* ever: a named pipe's open waits for one of the other kind */
	struct waitq can_read, can_write;
	_Atomic uint32_t refs; /* one a file */
	struct inode *named;   /* of a named pipe, under named_lock */
	struct list named_link;
};

/* Named pipes exist while they are open. */
static struct list named_pipes = LIST_INIT(named_pipes);
static struct spinlock named_lock = SPINLOCK_INIT;

void pipe_raise_sigpipe(void)
{
	siginfo_t info = {.si_signo = SIGPIPE, .si_code = SI_USER, .si_pid = process.pid, .si_uid = process.uid};
	signal_send_thread(thread_current(), SIGPIPE, &info);
}

/* The ring; all under pipe->lock */

static void pipe_free_pages(struct pipe *pipe, unsigned keep)
{
	for (uint32_t i = 0; i < pipe->capacity / PAGE_SIZE; i++) {
		if (!pipe->pages[i])
			continue;
		if (keep) {
			keep--;
			continue;
		}
		page_put(page_from_phys(virt_to_phys(pipe->pages[i])));
		pipe->pages[i] = NULL;
	}
}

/** The memory at a position of the ring; its page is made if need be. NULL: memory is short. */
static uint8_t *pipe_at(struct pipe *pipe, uint32_t position)
{
	uint8_t **slot = &pipe->pages[position / PAGE_SIZE];
	if (!*slot) {
		struct page *page = page_alloc(0, 0, NODE_ANY);
		*slot = page ? page_to_virt(page) : NULL;
	}
	return *slot ? *slot + position % PAGE_SIZE : NULL;
}

/** Copy in; bytes done, or errno if that is none. */
static ssize64_t pipe_put_locked(struct pipe *pipe, const uint8_t *from, uint32_t size)
{
	uint32_t done = 0;
	while (done < size) {
		uint32_t at = (pipe->first + pipe->count) % pipe->capacity;
		uint32_t part = min(size - done, (uint32_t)(PAGE_SIZE - at % PAGE_SIZE));
		uint8_t *memory = pipe_at(pipe, at);
		int error = !memory ? -ENOMEM : copy_fault(memory, from + done, part);
		if (error)
			return done ? (ssize64_t)done : error;
		pipe->count += part;
		done += part;
	}
	return done;
}

static ssize64_t pipe_get_locked(struct pipe *pipe, uint8_t *to, uint32_t size)
{
	uint32_t done = 0;
	size = min(size, (uint32_t)pipe->count);
	while (done < size) {
		uint32_t part = min(size - done, (uint32_t)(PAGE_SIZE - pipe->first % PAGE_SIZE));
		if (copy_fault(to + done, pipe_at(pipe, pipe->first), part))
			return done ? (ssize64_t)done : -EFAULT;
		pipe->first = (pipe->first + part) % pipe->capacity;
		pipe->count -= part;
		done += part;
	}
	if (!pipe->count && done >= PAGE_SIZE)
		pipe_free_pages(pipe, 1);
	return done;
}

/* Read and write */

static bool pipe_readable(struct pipe *pipe)
{
	return pipe->count || !pipe->writers;
}

static ssize64_t pipe_read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct pipe *pipe = file->private;
	while (size) {
		mutex_lock(&pipe->lock);
		ssize64_t got = pipe_get_locked(pipe, to, (uint32_t)min(size, (size_t)UINT32_MAX));
		mutex_unlock(&pipe->lock);
		if (got > 0)
			waitq_wake_all(&pipe->can_write, EPOLLOUT | EPOLLWRNORM);
		if (got)
			return got;
		if (!pipe->writers && !pipe->count)
			return 0;
		if (file->flags & O_NONBLOCK)
			return -EAGAIN;
		int error = wait_event_interruptible(&pipe->can_read, pipe_readable(pipe));
		if (error)
			return error;
	}
	return 0;
}

/** Room that a write of `left` more bytes needs before it goes on: all for what must stay together (pipe(7)), else any.
 */
static uint32_t pipe_room_wanted(size_t total, size_t left)
{
	return total <= PIPE_BUF ? (uint32_t)left : 1;
}

static bool pipe_writable(struct pipe *pipe, uint32_t room)
{
	return pipe->capacity - pipe->count >= room || !pipe->readers;
}

/** One piece, if there is room for it. Bytes, 0: no room, or errno. */
static ssize64_t pipe_write_piece(struct pipe *pipe, const uint8_t *from, size_t left, uint32_t room_wanted)
{
	mutex_lock(&pipe->lock);
	uint32_t room = pipe->capacity - pipe->count;
	ssize64_t put = 0;
	if (!pipe->readers)
		put = -EPIPE;
	else if (room >= room_wanted)
		put = pipe_put_locked(pipe, from, (uint32_t)min(left, (size_t)room));
	mutex_unlock(&pipe->lock);
	if (put > 0)
		waitq_wake_all(&pipe->can_read, EPOLLIN | EPOLLRDNORM);
	return put;
}

static ssize64_t pipe_write(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct pipe *pipe = file->private;
	size_t done = 0;
	ssize64_t error = 0;
	while (done < size && !error) {
		uint32_t wanted = pipe_room_wanted(size, size - done);
		ssize64_t put = pipe_write_piece(pipe, (const uint8_t *)from + done, size - done, wanted);
		if (put > 0)
			done += (size_t)put;
		else if (put < 0)
			error = put;
		else if (file->flags & O_NONBLOCK)
			error = -EAGAIN;
		else
			error = wait_event_interruptible(&pipe->can_write, pipe_writable(pipe, wanted));
	}
	if (error == -EPIPE)
		pipe_raise_sigpipe();
	return done ? (ssize64_t)done : error;
}

/* The rest of the file operations */

static uint32_t pipe_poll(struct file *file, struct poll_table *table)
{
	struct pipe *pipe = file->private;
	unsigned access = file->flags & O_ACCMODE;
	uint32_t events = 0;
	if (access != O_WRONLY) {
		poll_wait(table, file, &pipe->can_read);
		events |= pipe->count ? EPOLLIN | EPOLLRDNORM : 0;
		events |= pipe->writers ? 0 : EPOLLHUP;
	}
	if (access != O_RDONLY) {
		poll_wait(table, file, &pipe->can_write);
		events |= pipe->capacity - pipe->count >= PIPE_BUF ? EPOLLOUT | EPOLLWRNORM : 0;
		events |= pipe->readers ? 0 : EPOLLERR;
	}
	return events;
}

static long pipe_ioctl(struct file *file, unsigned request, uint64_t argument)
{
	struct pipe *pipe = file->private;
	int count = (int)pipe->count;
	return request == FIONREAD ? user_put(argument, &count) : -ENOTTY;
}

/** Move the bytes to a ring of another capacity. 0 or errno, with nothing changed. */
static int pipe_resize_locked(struct pipe *pipe, uint32_t capacity)
{
	struct pipe other = {.capacity = capacity};
	if (pipe->count > capacity)
		return -EBUSY;
	other.pages = heap_zalloc(capacity / PAGE_SIZE * sizeof(*other.pages));
	if (!other.pages)
		return -ENOMEM;
	for (uint32_t moved = 0; moved < pipe->count;) {
		uint32_t at = (pipe->first + moved) % pipe->capacity;
		uint32_t part = min(pipe->count - moved, (uint32_t)(PAGE_SIZE - at % PAGE_SIZE));
		ssize64_t put = pipe_put_locked(&other, pipe_at(pipe, at), part);
		if (put != part) {
			pipe_free_pages(&other, 0);
			heap_free(other.pages);
			return -ENOMEM;
		}
		moved += part;
	}
	pipe_free_pages(pipe, 0);
	heap_free(pipe->pages);
	pipe->pages = other.pages;
	pipe->capacity = capacity;
	pipe->first = 0;
	return 0;
}

static long pipe_set_size(struct pipe *pipe, uint64_t size)
{
	uint32_t capacity = PAGE_SIZE;
	if (size > PIPE_SIZE_MAX)
		return size > INT32_MAX ? -EINVAL : -EPERM;
	while (capacity < size)
		capacity *= 2;
	mutex_lock(&pipe->lock);
	int error = pipe_resize_locked(pipe, capacity);
	mutex_unlock(&pipe->lock);
	waitq_wake_all(&pipe->can_write, EPOLLOUT | EPOLLWRNORM);
	return error ? error : (long)capacity;
}

static long pipe_control(struct file *file, unsigned command, uint64_t argument)
{
	struct pipe *pipe = file->private;
	switch (command) {
	case F_GETPIPE_SZ:
		return pipe->capacity;
	case F_SETPIPE_SZ:
		return pipe_set_size(pipe, argument);
	default:
		return -EINVAL;
	}
}

/* Life */

static struct pipe *pipe_make(void)
{
	struct pipe *pipe = heap_zalloc(sizeof(*pipe));
	if (!pipe)
		return NULL;
	mutex_init(&pipe->lock);
	waitq_init(&pipe->can_read);
	waitq_init(&pipe->can_write);
	list_init(&pipe->named_link);
	pipe->refs = 1;
	pipe->capacity = PIPE_SIZE_DEFAULT;
	pipe->pages = heap_zalloc(pipe->capacity / PAGE_SIZE * sizeof(*pipe->pages));
	if (!pipe->pages) {
		heap_free(pipe);
		return NULL;
	}
	return pipe;
}

static void pipe_put(struct pipe *pipe)
{
	spin_lock(&named_lock); /* an open by name must not find a pipe without references */
	bool last = atomic_fetch_sub(&pipe->refs, 1) == 1;
	if (last)
		list_remove(&pipe->named_link);
	spin_unlock(&named_lock);
	if (!last)
		return;
	pipe_free_pages(pipe, 0);
	heap_free(pipe->pages);
	heap_free(pipe);
}

static void pipe_add_end(struct pipe *pipe, unsigned access)
{
	if (access != O_WRONLY) {
		pipe->readers++;
		pipe->read_opens++;
	}
	if (access != O_RDONLY) {
		pipe->writers++;
		pipe->write_opens++;
	}
	waitq_wake_all(&pipe->can_read, 0);
	waitq_wake_all(&pipe->can_write, 0);
}

static void pipe_remove_end(struct pipe *pipe, unsigned access)
{
	if (access != O_WRONLY)
		pipe->readers--;
	if (access != O_RDONLY)
		pipe->writers--;
	waitq_wake_all(&pipe->can_read, EPOLLHUP | EPOLLIN);
	waitq_wake_all(&pipe->can_write, EPOLLERR | EPOLLOUT);
	pipe_put(pipe);
}

static void pipe_release(struct file *file)
{
	pipe_remove_end(file->private, file->flags & O_ACCMODE);
}

static const struct file_ops pipe_ops = {
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.ioctl = pipe_ioctl,
	.control = pipe_control,
	.release = pipe_release,
	.mode = S_IFIFO | 0600,
};

int pipe_new(struct file *ends[2], unsigned flags)
{
	struct pipe *pipe = pipe_make();
	if (!pipe)
		return -ENOMEM;
	pipe->refs = 2;
	ends[0] = file_new(&pipe_ops, O_RDONLY | (flags & O_NONBLOCK), pipe, "pipe:");
	ends[1] = file_new(&pipe_ops, O_WRONLY | (flags & O_NONBLOCK), pipe, "pipe:");
	if (ends[0] && ends[1]) {
		pipe_add_end(pipe, O_RDONLY);
		pipe_add_end(pipe, O_WRONLY);
		return 0;
	}
	pipe_add_end(pipe, O_RDWR); /* what the releases take away */
	for (int i = 0; i < 2; i++)
		ends[i] ? file_put(ends[i]) : pipe_put(pipe);
	return -ENOMEM;
}

/* Named pipes */

/** The pipe of an inode, a reference; `fresh` joins the list if there is none yet. */
static struct pipe *pipe_find_named(struct inode *inode, struct pipe *fresh)
{
	struct pipe *found = NULL, *pipe;
	spin_lock(&named_lock);
	list_for_each (pipe, &named_pipes, named_link)
		if (pipe->named == inode)
			found = pipe;
	if (found) {
		found->refs++;
	} else if (fresh) {
		fresh->named = inode;
		list_append(&named_pipes, &fresh->named_link);
		found = fresh;
	}
	spin_unlock(&named_lock);
	return found;
}

static struct pipe *pipe_get_named(struct inode *inode)
{
	struct pipe *pipe = pipe_find_named(inode, NULL);
	if (pipe)
		return pipe;
	struct pipe *fresh = pipe_make();
	if (!fresh)
		return NULL;
	pipe = pipe_find_named(inode, fresh);
	if (pipe != fresh)
		pipe_put(fresh);
	return pipe;
}

/** fifo(7): an end waits until the other is opened; O_RDWR never waits. */
static int pipe_wait_other_end(struct pipe *pipe, unsigned flags)
{
	unsigned access = flags & O_ACCMODE;
	if (access == O_RDONLY && !pipe->writers && !(flags & O_NONBLOCK)) {
		uint32_t seen = pipe->write_opens;
		return wait_event_interruptible(&pipe->can_read, pipe->write_opens != seen);
	}
	if (access == O_WRONLY && !pipe->readers) {
		uint32_t seen = pipe->read_opens;
		if (flags & O_NONBLOCK)
			return -ENXIO;
		return wait_event_interruptible(&pipe->can_write, pipe->read_opens != seen);
	}
	return 0;
}

int pipe_open_named(struct inode *inode, struct file *file)
{
	struct pipe *pipe = pipe_get_named(inode);
	if (!pipe)
		return -ENOMEM;
	pipe_add_end(pipe, file->flags & O_ACCMODE);
	int error = pipe_wait_other_end(pipe, file->flags);
	if (error) {
		pipe_remove_end(pipe, file->flags & O_ACCMODE);
		return error;
	}
	file->ops = &pipe_ops;
	file->private = pipe;
	return 0;
}
