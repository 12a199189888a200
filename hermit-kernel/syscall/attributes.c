/* SPDX-License-Identifier: BSD-3-Clause */
/* Permissions, owners, times, size of files by name. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <linux/utime.h>
#include "fs/access.h"
#include "fs/file.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define UTIME_NOW  ((1L << 30) - 1) /* utimensat(2) */
#define UTIME_OMIT ((1L << 30) - 2)

/** A change for whatever file a path leads to. */
struct change {
	unsigned walk_flags;
	int (*apply)(struct inode *inode, struct change *change);
	struct attributes attributes;
	unsigned mask;
	unsigned wanted; /* access */
	bool touch;      /* both times are "now" */
};

static long change_path(struct dentry *base, const char *path, void *arg)
{
	struct change *change = arg;
	struct walk walk;
	int error = vfs_walk(base, path, change->walk_flags, &walk);
	if (error)
		return error;
	error = change->apply(walk.dentry->inode, change);
	dentry_put(walk.dentry);
	return error;
}

static long change_at(int dirfd, uint64_t path, struct change *change)
{
	return with_path(dirfd, path, change_path, change);
}

static long change_descriptor(int fd, struct change *change)
{
	struct file *file = user_file(fd);
	if (is_error(file))
		return ptr_error(file);
	long result = file->inode ? change->apply(file->inode, change) : -EINVAL;
	file_put(file);
	return result;
}

static unsigned walk_flags_of(unsigned at_flags)
{
	return (at_flags & AT_SYMLINK_NOFOLLOW ? WALK_NOFOLLOW : 0) | (at_flags & AT_EMPTY_PATH ? WALK_EMPTY : 0);
}

static int check_access(struct inode *inode, struct change *change)
{
	if (change->wanted & W_OK && inode->super->read_only && !S_ISCHR(inode->mode))
		return -EROFS;
	return inode_access(inode, change->wanted);
}

static long access_at(int dirfd, uint64_t path, unsigned mode, unsigned flags)
{
	struct change change = {.walk_flags = walk_flags_of(flags), .apply = check_access, .wanted = mode};
	if (mode & ~(R_OK | W_OK | X_OK) || flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return change_at(dirfd, path, &change);
}

long sys_access(const uint64_t *args)
{
	return access_at(AT_FDCWD, args[0], (unsigned)args[1], 0);
}

long sys_faccessat(const uint64_t *args)
{
	return access_at((int)args[0], args[1], (unsigned)args[2], 0);
}

long sys_faccessat2(const uint64_t *args)
{
	return access_at((int)args[0], args[1], (unsigned)args[2], (unsigned)args[3]);
}

static int apply_attributes(struct inode *inode, struct change *change)
{
	if (change->mask & ATTRIBUTE_MODE && S_ISLNK(inode->mode))
		return -EOPNOTSUPP;
	return change->mask ? inode_change(inode, &change->attributes, change->mask) : 0;
}

static struct change chmod_change(uint64_t mode)
{
	return (struct change){.apply = apply_attributes, .attributes.mode = mode & 07777, .mask = ATTRIBUTE_MODE};
}

long sys_chmod(const uint64_t *args)
{
	struct change change = chmod_change(args[1]);
	return change_at(AT_FDCWD, args[0], &change);
}

long sys_fchmod(const uint64_t *args)
{
	struct change change = chmod_change(args[1]);
	return change_descriptor((int)args[0], &change);
}

long sys_fchmodat(const uint64_t *args)
{
	struct change change = chmod_change(args[2]);
	return change_at((int)args[0], args[1], &change);
}

/** An id of -1 stays as it is. */
static struct change chown_change(uint32_t uid, uint32_t gid, unsigned flags)
{
	return (struct change){.walk_flags = walk_flags_of(flags),
		.apply = apply_attributes,
		.attributes = {.uid = uid, .gid = gid},
		.mask = (uid != UINT32_MAX ? ATTRIBUTE_UID : 0) | (gid != UINT32_MAX ? ATTRIBUTE_GID : 0)};
}

long sys_chown(const uint64_t *args)
{
	struct change change = chown_change(args[1], args[2], 0);
	return change_at(AT_FDCWD, args[0], &change);
}

long sys_lchown(const uint64_t *args)
{
	struct change change = chown_change(args[1], args[2], AT_SYMLINK_NOFOLLOW);
	return change_at(AT_FDCWD, args[0], &change);
}

long sys_fchown(const uint64_t *args)
{
	struct change change = chown_change(args[1], args[2], 0);
	return change_descriptor((int)args[0], &change);
}

long sys_fchownat(const uint64_t *args)
{
	unsigned flags = args[4];
	struct change change = chown_change(args[2], args[3], flags);
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return change_at((int)args[0], args[1], &change);
}

/** Times of one's own choice need the owner; "now" is also for those who may write. */
static int apply_times(struct inode *inode, struct change *change)
{
	if (!change->mask)
		return 0;
	if (inode->super->read_only)
		return -EROFS;
	if (!inode_owned(inode) && !change->touch)
		return -EPERM;
	if (!inode_owned(inode) && inode_permission(inode, W_OK) < 0)
		return -EACCES;
	return inode_change(inode, &change->attributes, change->mask);
}

static int set_time(struct change *change, const struct __kernel_timespec *wanted, struct timestamp *time, unsigned bit)
{
	if (wanted->tv_nsec == UTIME_OMIT)
		return 0;
	change->mask |= bit;
	if (wanted->tv_nsec == UTIME_NOW) {
		*time = vfs_now();
		return 0;
	}
	if (wanted->tv_nsec < 0 || wanted->tv_nsec >= (long)NS_PER_SEC)
		return -EINVAL;
	*time = (struct timestamp){.seconds = wanted->tv_sec, .nanoseconds = wanted->tv_nsec};
	return 0;
}

static int times_change(struct change *change, const struct __kernel_timespec times[2])
{
	change->apply = apply_times;
	int error = set_time(change, &times[0], &change->attributes.accessed, ATTRIBUTE_ACCESSED);
	if (!error)
		error = set_time(change, &times[1], &change->attributes.modified, ATTRIBUTE_MODIFIED);
	change->touch = times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW;
	return error;
}

static const struct __kernel_timespec times_now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};

static long times_at(int dirfd, uint64_t path, const struct __kernel_timespec times[2], unsigned flags)
{
	struct change change = {.walk_flags = walk_flags_of(flags)};
	int error = times_change(&change, times);
	if (error)
		return error;
	if (path)
		return change_at(dirfd, path, &change);
	return dirfd == AT_FDCWD ? -EFAULT : change_descriptor(dirfd, &change);
}

long sys_utimensat(const uint64_t *args)
{
	struct __kernel_timespec times[2] = {times_now[0], times_now[1]};
	unsigned flags = args[3];
	int error = args[2] ? user_get(&times, args[2]) : 0;
	if (error)
		return error;
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) || (flags && !args[1]))
		return -EINVAL;
	if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
		return 0; /* whatever the path is */
	return times_at((int)args[0], args[1], times, flags);
}

/** A struct timeval pair, as utimes(2) has it. */
static long times_from_micros(int dirfd, uint64_t path, uint64_t address)
{
	struct __kernel_old_timeval {
		int64_t seconds, microseconds;
	} micros[2];
	if (!address)
		return times_at(dirfd, path, times_now, 0);
	int error = user_get(&micros, address);
	if (error)
		return error;
	struct __kernel_timespec times[2];
	for (int i = 0; i < 2; i++) {
		if (micros[i].microseconds < 0 || micros[i].microseconds >= 1000000)
			return -EINVAL;
		times[i].tv_sec = micros[i].seconds;
		times[i].tv_nsec = micros[i].microseconds * 1000;
	}
	return times_at(dirfd, path, times, 0);
}

long sys_utimes(const uint64_t *args)
{
	return times_from_micros(AT_FDCWD, args[0], args[1]);
}

long sys_futimesat(const uint64_t *args)
{
	return times_from_micros((int)args[0], args[1], args[2]);
}

long sys_utime(const uint64_t *args)
{
	struct utimbuf seconds;
	if (!args[1])
		return times_at(AT_FDCWD, args[0], times_now, 0);
	int error = user_get(&seconds, args[1]);
	if (error)
		return error;
	struct __kernel_timespec times[2] = {{seconds.actime, 0}, {seconds.modtime, 0}};
	return times_at(AT_FDCWD, args[0], times, 0);
}

static int apply_size(struct inode *inode, struct change *change)
{
	if (S_ISDIR(inode->mode))
		return -EISDIR;
	if (!S_ISREG(inode->mode))
		return -EINVAL;
	int error = inode_permission(inode, W_OK);
	return error ? error : inode_truncate(inode, change->attributes.size);
}

long sys_truncate(const uint64_t *args)
{
	struct change change = {.apply = apply_size, .attributes.size = args[1]};
	if ((int64_t)args[1] < 0)
		return -EINVAL;
	return change_at(AT_FDCWD, args[0], &change);
}

/* Extended attributes: no file system here has them, and programs expect just this errno then (xattr(7)). */
#define NO_XATTR(name)                                                                                                 \
	long sys_##name(const uint64_t *args)                                                                          \
	{                                                                                                              \
		return -EOPNOTSUPP;                                                                                    \
	}
NO_XATTR(setxattr)
NO_XATTR(lsetxattr)
NO_XATTR(fsetxattr)
NO_XATTR(getxattr)
NO_XATTR(lgetxattr)
NO_XATTR(fgetxattr)
NO_XATTR(listxattr)
NO_XATTR(llistxattr)
NO_XATTR(flistxattr)
NO_XATTR(removexattr)
NO_XATTR(lremovexattr)
NO_XATTR(fremovexattr)
