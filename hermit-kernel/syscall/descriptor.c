/* SPDX-License-Identifier: BSD-3-Clause */
/* Descriptors: open, close, dup, fcntl, ioctl. */
#include <asm/ioctls.h>
#include <linux/close_range.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/memfd.h>
#include "fs/file.h"
#include "fs/lock.h"
#include "fs/tmpfs.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "sched/process.h"
#include "sched/rlimit.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define MEMFD_NAME_MAX 249

/* What fcntl(F_SETFL) changes. */
#define SETTABLE_FLAGS (O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME | FASYNC)

/** A descriptor for a new file, whose reference it takes over in any case. */
static long install(struct file *file, unsigned flags)
{
	if (is_error(file))
		return ptr_error(file);
	int fd = fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		file_put(file);
	return fd;
}

struct open_arguments {
	int flags;
	uint32_t mode;
};

static long open_path(struct dentry *base, const char *path, void *arg)
{
	const struct open_arguments *open = arg;
	uint32_t mode = open->mode & 07777 & ~process.umask;
	return install(file_open(base, path, open->flags | O_LARGEFILE, mode), open->flags);
}

static long open_at(int dirfd, uint64_t path, int flags, uint32_t mode)
{
	return with_path(dirfd, path, open_path, &(struct open_arguments){flags, mode});
}

long sys_open(const uint64_t *args)
{
	return open_at(AT_FDCWD, args[0], (int)args[1], args[2]);
}

long sys_openat(const uint64_t *args)
{
	return open_at((int)args[0], args[1], (int)args[2], args[3]);
}

long sys_creat(const uint64_t *args)
{
	return open_at(AT_FDCWD, args[0], O_CREAT | O_WRONLY | O_TRUNC, args[1]);
}

long sys_close(const uint64_t *args)
{
	return fd_close((int)args[0]);
}

long sys_close_range(const uint64_t *args)
{
	uint32_t first = args[0], last = args[1], flags = args[2];
	if (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC) || first > last)
		return -EINVAL;
	if (first >= FD_MAX)
		return 0;
	for (int fd = fd_next((int)first); fd >= 0 && (uint32_t)fd <= last; fd = fd_next(fd + 1)) {
		if (flags & CLOSE_RANGE_CLOEXEC)
			fd_set_close_on_exec(fd, true);
		else
			fd_close(fd);
	}
	return 0;
}

static long duplicate(int fd, int lowest, bool close_on_exec)
{
	struct file *file = fd_get(fd);
	if (!file)
		return -EBADF;
	int made = fd_install(file, lowest, close_on_exec);
	if (made < 0)
		file_put(file);
	return made;
}

static long duplicate_at(int from, int to, bool close_on_exec)
{
	struct file *file = fd_get(from);
	if (!file)
		return -EBADF;
	int made = fd_install_at(file, to, close_on_exec);
	if (made < 0)
		file_put(file);
	return made;
}

long sys_dup(const uint64_t *args)
{
	return duplicate((int)args[0], 0, false);
}

long sys_dup2(const uint64_t *args)
{
	int from = (int)args[0], to = (int)args[1];
	if (from != to)
		return duplicate_at(from, to, false);
	struct file *file = fd_get(from);
	if (!file)
		return -EBADF;
	file_put(file);
	return to;
}

long sys_dup3(const uint64_t *args)
{
	int from = (int)args[0], to = (int)args[1];
	if (args[2] & ~(uint64_t)O_CLOEXEC || from == to)
		return -EINVAL;
	return duplicate_at(from, to, args[2] & O_CLOEXEC);
}

static long set_status_flags(struct file *file, uint64_t wanted)
{
	uint32_t flags = file->flags, changed;
	do
		changed = (flags & ~(uint32_t)SETTABLE_FLAGS) | (wanted & SETTABLE_FLAGS);
	while (!atomic_compare_exchange_weak(&file->flags, &flags, changed));
	return 0;
}

static long record_lock(struct file *file, unsigned command, uint64_t argument)
{
	struct flock lock;
	int error = user_get(&lock, argument);
	if (!error)
		error = lock_record(file, command, &lock);
	if (!error && (command == F_GETLK || command == F_OFD_GETLK))
		error = user_put(argument, &lock);
	return error;
}

static long control_file(struct file *file, unsigned command, uint64_t argument)
{
	switch (command) {
	case F_SETFL:
		return set_status_flags(file, argument);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return record_lock(file, command, argument);
	case F_SETOWN: /* signal-driven I/O is not offered: FASYNC does nothing */
	case F_SETSIG:
	case F_GETOWN:
	case F_GETSIG:
		return 0;
	default:
		return file->ops->control ? file->ops->control(file, command, argument) : -EINVAL;
	}
}

/** What also works for files opened with O_PATH. */
static long control_descriptor(struct file *file, int fd, unsigned command, uint64_t argument)
{
	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		if (argument >= rlimit_get(RLIMIT_NOFILE))
			return -EINVAL;
		return duplicate(fd, argument, command == F_DUPFD_CLOEXEC);
	case F_GETFD:
		return fd_close_on_exec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		return fd_set_close_on_exec(fd, argument & FD_CLOEXEC);
	case F_GETFL:
		return file->flags;
	default:
		return file->flags & O_PATH ? -EBADF : control_file(file, command, argument);
	}
}

long sys_fcntl(const uint64_t *args)
{
	int fd = (int)args[0];
	struct file *file = fd_get(fd);
	if (!file)
		return -EBADF;
	long result = control_descriptor(file, fd, (unsigned)args[1], args[2]);
	file_put(file);
	return result;
}

static long set_flag_from_int(struct file *file, uint32_t flag, uint64_t address)
{
	int on;
	int error = user_get(&on, address);
	if (error)
		return error;
	if (on)
		atomic_fetch_or(&file->flags, flag);
	else
		atomic_fetch_and(&file->flags, ~flag);
	return 0;
}

static long bytes_left(struct file *file, uint64_t address)
{
	struct attributes attributes;
	int error = file_attributes(file, &attributes);
	if (error)
		return error;
	int left = (int)(attributes.size - file->position);
	return user_put(address, &left);
}

static long control_device(struct file *file, int fd, unsigned request, uint64_t argument)
{
	bool regular = file->inode && S_ISREG(file->inode->mode);
	switch (request) {
	case FIOCLEX:
		return fd_set_close_on_exec(fd, true);
	case FIONCLEX:
		return fd_set_close_on_exec(fd, false);
	case FIONBIO:
		return set_flag_from_int(file, O_NONBLOCK, argument);
	case FIONREAD:
		if (regular)
			return bytes_left(file, argument);
	}
	return file->ops->ioctl ? file->ops->ioctl(file, request, argument) : -ENOTTY;
}

long sys_ioctl(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = control_device(file, (int)args[0], (unsigned)args[1], args[2]);
	file_put(file);
	return result;
}

long sys_flock(const uint64_t *args)
{
	struct file *file = user_file((int)args[0]);
	if (is_error(file))
		return ptr_error(file);
	long result = lock_flock(file, (unsigned)args[1]);
	file_put(file);
	return result;
}

/** Huge pages by name are not offered: -EINVAL tells the program to do without. */
long sys_memfd_create(const uint64_t *args)
{
	uint32_t flags = args[1];
	if (flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING))
		return -EINVAL;
	char *name = user_string(args[0], MEMFD_NAME_MAX + 1, -EINVAL);
	if (is_error(name))
		return ptr_error(name);
	long fd = install(tmpfs_memfd(name), flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	heap_free(name);
	return fd;
}
