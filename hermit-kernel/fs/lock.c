/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Locks on files. Each inode keeps a list of ranges with their owner, under its mappings_lock:
 *   - record locks (fcntl): owner is the process, all of it; they never meet each other, only OFD locks;
 *   - OFD locks: owner is the open file; they meet record locks and those of other files;
 *   - flock: owner is the open file; a space of its own.
 * Where a server keeps locks too (file_ops.lock), it is asked after the lock is granted here.
 */
#include "fs/lock.h"

#include <linux/errno.h>
#include <linux/fs.h>
#include "lib/log.h"
#include "mm/heap.h"
#include "sched/process.h"
#include "sync/waitq.h"

#define LOCK_END UINT64_MAX

/* As in sys/file.h. */
#define FLOCK_SHARED    1u
#define FLOCK_EXCLUSIVE 2u
#define FLOCK_NONBLOCK  4u
#define FLOCK_UNLOCK    8u

enum lock_space {
	SPACE_RECORD,
	SPACE_FLOCK
};

struct lock {
	struct list link;
	const void *owner; /* an open file, or the process */
	enum lock_space space;
	bool exclusive;
	uint64_t start, end; /* bytes, end exclusive */
};

/* One queue for all: waiting for file locks is rare. */
static struct waitq lock_waiters = WAITQ_INIT(lock_waiters);

static bool overlaps(const struct lock *a, const struct lock *b)
{
	return a->space == b->space && a->start < b->end && b->start < a->end;
}

static struct lock *find_conflict(struct inode *inode, const struct lock *wanted)
{
	struct lock *lock;
	list_for_each (lock, &inode->locks, link)
		if (overlaps(lock, wanted) && lock->owner != wanted->owner && (lock->exclusive || wanted->exclusive))
			return lock;
	return NULL;
}

enum lock_held lock_held_on(struct inode *inode)
{
	enum lock_held held = LOCK_HELD_NONE;
	struct lock *lock;
	spin_lock(&inode->mappings_lock);
	list_for_each (lock, &inode->locks, link) {
		if (lock->space == SPACE_RECORD && lock->exclusive)
			held = LOCK_HELD_EXCLUSIVE;
		else if (lock->space == SPACE_RECORD && held == LOCK_HELD_NONE)
			held = LOCK_HELD_SHARED;
	}
	spin_unlock(&inode->mappings_lock);
	return held;
}

/** Cut [start, end) out of the owner's locks. `spare` is used up (set to NULL) if a lock falls in two. */
static void cut_locked(struct inode *inode, const struct lock *hole, struct lock **spare)
{
	struct lock *lock, *next;
	list_for_each_safe (lock, next, &inode->locks, link) {
		if (lock->owner != hole->owner || !overlaps(lock, hole))
			continue;
		if (lock->start < hole->start && lock->end > hole->end) {
			struct lock *right = *spare;
			*spare = NULL;
			*right = *lock;
			right->start = hole->end;
			list_push(&lock->link, &right->link);
			lock->end = hole->start;
		} else if (lock->start < hole->start) {
			lock->end = hole->start;
		} else if (lock->end > hole->end) {
			lock->start = hole->end;
		} else {
			list_remove(&lock->link);
			heap_free(lock);
		}
	}
}

/** Try once: 0 or -EAGAIN. Two spares are enough for one change; what is left of them is freed. */
static int try_lock(struct inode *inode, const struct lock *wanted, bool unlock)
{
	struct lock *spare = heap_alloc(sizeof(*spare)), *entry = heap_alloc(sizeof(*entry));
	int error = spare && entry ? 0 : -ENOMEM;
	spin_lock(&inode->mappings_lock);
	if (!error && !unlock && find_conflict(inode, wanted))
		error = -EAGAIN;
	if (!error)
		cut_locked(inode, wanted, &spare);
	if (!error && !unlock) {
		*entry = *wanted;
		list_append(&inode->locks, &entry->link);
		entry = NULL;
	}
	spin_unlock(&inode->mappings_lock);
	heap_free(spare);
	heap_free(entry);
	if (!error)
		waitq_wake_all(&lock_waiters, 0); /* an exclusive lock may have become shared, too */
	return error;
}

static int lock_or_wait(struct inode *inode, const struct lock *wanted, bool unlock, bool wait)
{
	int error, woken = 0;
	if (!wait)
		return try_lock(inode, wanted, unlock);
	woken = wait_event_interruptible(&lock_waiters, (error = try_lock(inode, wanted, unlock)) != -EAGAIN);
	return woken ? woken : error;
}

/** The byte range of a struct flock. */
static int range_of(struct file *file, const struct flock *flock, struct lock *lock)
{
	struct attributes attributes;
	int64_t base = 0;
	if (flock->l_whence == SEEK_CUR) {
		base = file->position;
	} else if (flock->l_whence == SEEK_END) {
		int error = file_attributes(file, &attributes);
		if (error)
			return error;
		base = attributes.size;
	} else if (flock->l_whence != SEEK_SET) {
		return -EINVAL;
	}
	int64_t start, end;
	if (__builtin_add_overflow(base, flock->l_start, &start) || __builtin_add_overflow(start, flock->l_len, &end))
		return -EOVERFLOW;
	lock->start = flock->l_len < 0 ? end : start;
	lock->end = flock->l_len < 0 ? (uint64_t)start : flock->l_len == 0 ? LOCK_END : (uint64_t)end;
	return (int64_t)lock->start < 0 ? -EINVAL : 0;
}

static void describe(struct flock *flock, const struct lock *conflict)
{
	if (!conflict) {
		flock->l_type = F_UNLCK;
		return;
	}
	flock->l_type = conflict->exclusive ? F_WRLCK : F_RDLCK;
	flock->l_whence = SEEK_SET;
	flock->l_start = conflict->start;
	flock->l_len = conflict->end == LOCK_END ? 0 : conflict->end - conflict->start;
	flock->l_pid = conflict->owner == &process ? process.pid : -1;
}

static int get_conflict(struct file *file, const struct lock *wanted, struct flock *flock)
{
	spin_lock(&file->inode->mappings_lock);
	struct lock *conflict = find_conflict(file->inode, wanted);
	if (conflict || !file->ops->get_lock)
		describe(flock, conflict);
	spin_unlock(&file->inode->mappings_lock);
	if (conflict || !file->ops->get_lock)
		return 0;
	flock->l_whence = SEEK_SET;
	flock->l_start = wanted->start;
	flock->l_len = wanted->end == LOCK_END ? 0 : wanted->end - wanted->start;
	return file->ops->get_lock(file, flock);
}

static int tell_server(struct file *file, const struct lock *lock, unsigned type, bool wait)
{
	struct flock flock = {.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = lock->start,
		.l_len = lock->end == LOCK_END ? 0 : lock->end - lock->start,
		.l_pid = process.pid};
	if (!file->ops->lock)
		return 0;
	int error = file->ops->lock(file, &flock, wait);
	if (error && type != F_UNLCK)
		try_lock(file->inode, lock, true);
	return error;
}

static int check_access(struct file *file, unsigned type)
{
	unsigned mode = file->flags & O_ACCMODE;
	if ((type == F_RDLCK && mode == O_WRONLY) || (type == F_WRLCK && mode == O_RDONLY))
		return -EBADF;
	return type == F_RDLCK || type == F_WRLCK || type == F_UNLCK ? 0 : -EINVAL;
}

int lock_record(struct file *file, unsigned command, struct flock *flock)
{
	bool ofd = command == F_OFD_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW;
	bool get = command == F_GETLK || command == F_OFD_GETLK;
	bool wait = command == F_SETLKW || command == F_OFD_SETLKW;
	struct lock wanted = {.space = SPACE_RECORD, .exclusive = flock->l_type == F_WRLCK};
	wanted.owner = ofd ? (const void *)file : &process;
	if (!file->inode || (ofd && flock->l_pid))
		return -EINVAL;
	int error = range_of(file, flock, &wanted);
	if (error)
		return error;
	if (get)
		return flock->l_type == F_RDLCK || flock->l_type == F_WRLCK ? get_conflict(file, &wanted, flock)
									    : -EINVAL;
	error = check_access(file, flock->l_type);
	if (!error)
		error = lock_or_wait(file->inode, &wanted, flock->l_type == F_UNLCK, wait);
	return error ? error : tell_server(file, &wanted, flock->l_type, wait);
}

int lock_flock(struct file *file, unsigned operation)
{
	unsigned what = operation & ~FLOCK_NONBLOCK;
	struct lock wanted = {
		.owner = file, .space = SPACE_FLOCK, .exclusive = what == FLOCK_EXCLUSIVE, .end = LOCK_END};
	if (what != FLOCK_SHARED && what != FLOCK_EXCLUSIVE && what != FLOCK_UNLOCK)
		return -EINVAL;
	if (!file->inode || file->flags & O_PATH)
		return file->flags & O_PATH ? -EBADF : 0; /* what cannot be opened twice cannot be locked by others */
	return lock_or_wait(file->inode, &wanted, what == FLOCK_UNLOCK, !(operation & FLOCK_NONBLOCK));
}

/** All locks of `owner` on the inode, from any space. */
static void release_all(struct file *file, const void *owner)
{
	struct inode *inode = file->inode;
	struct lock *lock, *next;
	bool any = false, records = false;
	spin_lock(&inode->mappings_lock);
	list_for_each_safe (lock, next, &inode->locks, link) {
		if (lock->owner != owner)
			continue;
		any = true;
		records |= lock->space == SPACE_RECORD;
		list_remove(&lock->link);
		heap_free(lock);
	}
	spin_unlock(&inode->mappings_lock);
	if (records)
		tell_server(file, &(struct lock){.end = LOCK_END}, F_UNLCK, false);
	if (any)
		waitq_wake_all(&lock_waiters, 0);
}

void lock_release_process(struct file *file)
{
	if (!list_empty(&file->inode->locks))
		release_all(file, &process);
}

void lock_release_file(struct file *file)
{
	if (!list_empty(&file->inode->locks))
		release_all(file, file);
}
