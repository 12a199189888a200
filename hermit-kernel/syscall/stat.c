/* SPDX-License-Identifier: BSD-3-Clause */
/* stat(2), statx(2), statfs(2) and relatives. */
#include <asm/stat.h>
#include <asm/statfs.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "fs/file.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define STATFS_READONLY 1
#define STATFS_VALID    32

static long attributes_at_path(
	struct dentry *base, const char *path, unsigned walk_flags, struct attributes *attributes)
{
	struct walk walk;
	int error = vfs_walk(base, path, walk_flags, &walk);
	if (error)
		return error;
	error = inode_attributes(walk.dentry->inode, attributes);
	dentry_put(walk.dentry);
	return error;
}

static long attributes_of_descriptor(int fd, struct attributes *attributes)
{
	struct file *file = fd_get(fd);
	if (!file)
		return -EBADF;
	int error = file_attributes(file, attributes);
	file_put(file);
	return error;
}

struct stat_request {
	unsigned walk_flags;
	struct attributes attributes;
};

static long stat_path(struct dentry *base, const char *path, void *arg)
{
	struct stat_request *request = arg;
	return attributes_at_path(base, path, request->walk_flags, &request->attributes);
}

static bool is_empty_path(uint64_t address)
{
	char first;
	return user_get(&first, address) == 0 && first == 0;
}

static long attributes_at(int dirfd, uint64_t path, unsigned flags, struct attributes *attributes)
{
	struct stat_request request = {.walk_flags = (flags & AT_SYMLINK_NOFOLLOW ? WALK_NOFOLLOW : 0) |
						     (flags & AT_EMPTY_PATH ? WALK_EMPTY : 0)};
	if (flags & AT_EMPTY_PATH && dirfd != AT_FDCWD && is_empty_path(path))
		return attributes_of_descriptor(dirfd, attributes); /* also of what has no name */
	long error = with_path(dirfd, path, stat_path, &request);
	*attributes = request.attributes;
	return error;
}

static long put_stat(uint64_t to, const struct attributes *attributes)
{
	struct stat stat = {
		.st_dev = attributes->device,
		.st_ino = attributes->inode,
		.st_nlink = attributes->links,
		.st_mode = attributes->mode,
		.st_uid = attributes->uid,
		.st_gid = attributes->gid,
		.st_rdev = attributes->device_id,
		.st_size = attributes->size,
		.st_blksize = attributes->block_size,
		.st_blocks = attributes->blocks,
		.st_atime = attributes->accessed.seconds,
		.st_atime_nsec = attributes->accessed.nanoseconds,
		.st_mtime = attributes->modified.seconds,
		.st_mtime_nsec = attributes->modified.nanoseconds,
		.st_ctime = attributes->changed.seconds,
		.st_ctime_nsec = attributes->changed.nanoseconds,
	};
	return user_put(to, &stat);
}

static long stat_at(int dirfd, uint64_t path, unsigned flags, uint64_t to)
{
	struct attributes attributes;
	long error = attributes_at(dirfd, path, flags, &attributes);
	return error ? error : put_stat(to, &attributes);
}

long sys_stat(const uint64_t *args)
{
	return stat_at(AT_FDCWD, args[0], 0, args[1]);
}

long sys_lstat(const uint64_t *args)
{
	return stat_at(AT_FDCWD, args[0], AT_SYMLINK_NOFOLLOW, args[1]);
}

long sys_fstat(const uint64_t *args)
{
	struct attributes attributes;
	long error = attributes_of_descriptor((int)args[0], &attributes);
	return error ? error : put_stat(args[1], &attributes);
}

long sys_newfstatat(const uint64_t *args)
{
	unsigned flags = args[3];
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT))
		return -EINVAL;
	return stat_at((int)args[0], args[1], flags, args[2]);
}

static uint32_t device_major(uint64_t device)
{
	return device >> 8 & 0xfff;
}

static uint32_t device_minor(uint64_t device)
{
	return (device & 0xff) | (device >> 12 & 0xfff00);
}

static struct statx_timestamp statx_time(struct timestamp time)
{
	return (struct statx_timestamp){.tv_sec = time.seconds, .tv_nsec = time.nanoseconds};
}

static long put_statx(uint64_t to, const struct attributes *attributes)
{
	struct statx statx = {
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = attributes->block_size,
		.stx_nlink = attributes->links,
		.stx_uid = attributes->uid,
		.stx_gid = attributes->gid,
		.stx_mode = attributes->mode,
		.stx_ino = attributes->inode,
		.stx_size = attributes->size,
		.stx_blocks = attributes->blocks,
		.stx_atime = statx_time(attributes->accessed),
		.stx_ctime = statx_time(attributes->changed),
		.stx_mtime = statx_time(attributes->modified),
		.stx_rdev_major = device_major(attributes->device_id),
		.stx_rdev_minor = device_minor(attributes->device_id),
		.stx_dev_major = device_major(attributes->device),
		.stx_dev_minor = device_minor(attributes->device),
	};
	return user_put(to, &statx);
}

long sys_statx(const uint64_t *args)
{
	unsigned flags = args[2], mask = args[3];
	struct attributes attributes;
	if (mask & STATX__RESERVED || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE ||
		flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_SYNC_TYPE))
		return -EINVAL;
	long error = attributes_at((int)args[0], args[1], flags, &attributes);
	return error ? error : put_statx(args[4], &attributes);
}

static long put_statfs(uint64_t to, struct superblock *super)
{
	struct statfs statfs = {.f_type = super->magic, .f_bsize = 4096, .f_frsize = 4096, .f_namelen = 255};
	statfs.f_fsid.val[0] = (int)super->device;
	if (super->stat)
		super->stat(super, &statfs);
	statfs.f_flags |= STATFS_VALID | (super->read_only ? STATFS_READONLY : 0);
	return user_put(to, &statfs);
}

static long statfs_path(struct dentry *base, const char *path, void *arg)
{
	struct walk walk;
	int error = vfs_walk(base, path, 0, &walk);
	if (error)
		return error;
	long result = put_statfs(*(uint64_t *)arg, walk.dentry->inode->super);
	dentry_put(walk.dentry);
	return result;
}

long sys_statfs(const uint64_t *args)
{
	uint64_t to = args[1];
	return with_path(AT_FDCWD, args[0], statfs_path, &to);
}

/** Pipes and their kind: the pseudo file system that Linux shows for them. */
static struct superblock nameless_super = {.type = "anon_inodefs", .magic = 0x09041934};

long sys_fstatfs(const uint64_t *args)
{
	struct file *file = fd_get((int)args[0]);
	if (!file)
		return -EBADF;
	long result = put_statfs(args[1], file->inode ? file->inode->super : &nameless_super);
	file_put(file);
	return result;
}
