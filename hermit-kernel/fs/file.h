/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Open files and the descriptor table.
 *
 * Buffers given to read and write may be program memory that was only range-checked: file systems copy with
 * copy_fault (mm/user.h) and pass -EFAULT on. Not under spin locks.
 */
#ifndef FS_FILE_H
#define FS_FILE_H

#include "fs/vfs.h"
#include "lib/types.h"
#include "sync/waitq.h"

struct file;
struct flock;
struct vma;

/** Collects the wait queues of a polled object; `queue` NULL-safe: with a NULL table an object only reports its state.
 */
struct poll_table {
	void (*enqueue)(struct poll_table *table, struct file *file, struct waitq *queue);
};
static inline void poll_wait(struct poll_table *table, struct file *file, struct waitq *queue)
{
	if (table)
		table->enqueue(table, file, queue);
}

/** A missing operation answers the errno in brackets. */
struct file_ops {
	/** Bytes read, 0 at the end. `position`: where; streams ignore it. O_NONBLOCK: -EAGAIN. Signals: -ERESTARTSYS.
	 * [EINVAL] */
	ssize64_t (*read)(struct file *file, void *to, size_t size, uint64_t position);
	/** With O_APPEND regular files choose the end themselves, under their lock, and set inode->size. [EINVAL] */
	ssize64_t (*write)(struct file *file, const void *from, size_t size, uint64_t position);
	/** EPOLLIN … bits that hold now, after registering at its queues. [EPOLLIN|EPOLLOUT|EPOLLRDNORM|EPOLLWRNORM] */
	uint32_t (*poll)(struct file *file, struct poll_table *table);
	long (*ioctl)(struct file *file, unsigned request, uint64_t argument); /* [ENOTTY] */
	/** Physical memory to map instead of pages of the inode (devices). 0 with the VMA's flags set, or errno. */
	int (*mmap)(struct file *file, struct vma *vma);
	int (*fallocate)(struct file *file, int mode, uint64_t offset, uint64_t length); /* [EOPNOTSUPP] */
	/** SEEK_DATA/SEEK_HOLE, or streams with own rules; missing: regular seek where the inode has a size, else
	 * ESPIPE. */
	ssize64_t (*seek)(struct file *file, int64_t offset, int whence);
	/** Each close(2) of a descriptor (write-back); 0 or errno that close returns. */
	int (*flush)(struct file *file);
	void (*release)(struct file *file); /* the last reference is gone */
	/** Text for /proc/self/fdinfo after the common lines. */
	void (*describe)(struct file *file, char *to, size_t size);
	/** fcntl commands that the VFS does not know (F_SETPIPE_SZ …). [EINVAL] */
	long (*control)(struct file *file, unsigned command, uint64_t argument);
	/** Record locks and flocks also for others than this isle (9P): called when the lock is granted here. `lock`
	 * has whence SEEK_SET. `wait`: F_SETLKW. 0, -EAGAIN … Missing: nobody else. */
	int (*lock)(struct file *file, struct flock *lock, bool wait);
	/** Who of these others keeps the lock from being granted: `lock` becomes theirs (pid -1), or F_UNLCK. Missing:
	 * nobody. */
	int (*get_lock)(struct file *file, struct flock *lock);
	/** Objects without an inode: type and permissions that fstat shows (S_IFIFO | 0600 …). */
	uint32_t mode;
};

struct file {
	const struct file_ops *ops;
	struct inode *inode;        /* NULL for objects without one (eventfd, epoll …) */
	struct dentry *dentry;      /* NULL likewise; a reference (so is inode) */
	const char *anonymous_name; /* e.g. "anon_inode:[eventfd]", what readlink of /proc/self/fd/N shows */
	_Atomic uint32_t refs;
	_Atomic uint32_t flags; /* O_* : access mode and status flags */
	struct mutex position_lock;
	uint64_t position;
	bool seekable;
	struct spinlock epoll_lock;
	struct list epoll_items; /* registrations that watch it (fs/epoll.c), under epoll_lock */
	void *private;
	struct list free_link; /* file.c */
};

/** A file with refs = 1; takes over nothing. NULL when memory is short. */
struct file *file_new(const struct file_ops *ops, unsigned flags, void *private, const char *anonymous_name);
struct file *file_get(struct file *file);
void file_put(struct file *file);

/** Open as openat(2) does; the result is a reference or an error pointer. */
struct file *file_open(struct dentry *base, const char *path, int flags, uint32_t mode);
/** Open what the dentry names; no O_CREAT. `checked`: permissions need no check (it was just created). */
struct file *file_open_dentry(struct dentry *dentry, int flags, bool checked);
/** Operations of open directories. */
extern const struct file_ops directory_file_ops;
/* file_read and file_write check the access mode; the position is the caller's. */
ssize64_t file_read(struct file *file, void *to, size_t size, uint64_t position);
ssize64_t file_write(struct file *file, const void *from, size_t size, uint64_t position);
/** At the file's own position (streams: none), which moves. */
ssize64_t file_read_next(struct file *file, void *to, size_t size);
ssize64_t file_write_next(struct file *file, const void *from, size_t size);
ssize64_t file_seek(struct file *file, int64_t offset, int whence);
/** Directory entries from the file's position on, which moves behind what the sink took. 0 or errno. */
int file_read_directory(struct file *file, struct directory_sink *sink);
int file_attributes(struct file *file, struct attributes *attributes);
/** Path of an open file as readlink of /proc/self/fd/N shows it; length or -ENAMETOOLONG. */
ssize64_t file_path(struct file *file, char *to, size_t size);
uint32_t file_poll(struct file *file, struct poll_table *table);

/* Descriptor table of the process: grows up to RLIMIT_NOFILE; look-ups take no lock that others write. */
/** A reference, or NULL (EBADF). */
struct file *fd_get(int fd);
/* Descriptors are below FD_MAX and RLIMIT_NOFILE. */
#define FD_MAX (1u << 20)
/** Lowest free descriptor >= `lowest`; takes over the caller's reference on success. -EMFILE, -ENOMEM. */
int fd_install(struct file *file, int lowest, bool close_on_exec);
/** dup2: replaces what was there; takes over the reference on success. -EBADF: beyond the limit. */
int fd_install_at(struct file *file, int fd, bool close_on_exec);
int fd_close(int fd);
/** For /proc/self/fd, close_range: the lowest open descriptor >= `from`, or -1. */
int fd_next(int from);
bool fd_close_on_exec(int fd);
int fd_set_close_on_exec(int fd, bool on);

#endif
