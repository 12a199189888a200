/* SPDX-License-Identifier: BSD-3-Clause */
/* Names: make, remove, rename, link; the working folder. */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include "fs/access.h"
#include "fs/file.h"
#include "fs/names.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "sched/process.h"
#include "syscall/syscall.h"
#include "syscall/user_path.h"

#define PATH_SIZE 4096

struct node_arguments {
	uint32_t mode;
	uint64_t device;
};

static long mkdir_path(struct dentry *base, const char *path, void *arg)
{
	return vfs_mkdir(base, path, *(uint32_t *)arg & ~process.umask);
}

long sys_mkdirat(const uint64_t *args)
{
	uint32_t mode = args[2];
	return with_path((int)args[0], args[1], mkdir_path, &mode);
}

long sys_mkdir(const uint64_t *args)
{
	uint32_t mode = args[1];
	return with_path(AT_FDCWD, args[0], mkdir_path, &mode);
}

static long mknod_path(struct dentry *base, const char *path, void *arg)
{
	const struct node_arguments *node = arg;
	return vfs_mknod(base, path, node->mode & ~process.umask, node->device);
}

static long mknod_at(int dirfd, uint64_t path, uint32_t mode, uint32_t device)
{
	return with_path(dirfd, path, mknod_path, &(struct node_arguments){mode, device});
}

long sys_mknodat(const uint64_t *args)
{
	return mknod_at((int)args[0], args[1], args[2], args[3]);
}

long sys_mknod(const uint64_t *args)
{
	return mknod_at(AT_FDCWD, args[0], args[1], args[2]);
}

static long unlink_path(struct dentry *base, const char *path, void *arg)
{
	return vfs_unlink(base, path);
}

static long rmdir_path(struct dentry *base, const char *path, void *arg)
{
	return vfs_rmdir(base, path);
}

long sys_unlink(const uint64_t *args)
{
	return with_path(AT_FDCWD, args[0], unlink_path, NULL);
}

long sys_rmdir(const uint64_t *args)
{
	return with_path(AT_FDCWD, args[0], rmdir_path, NULL);
}

long sys_unlinkat(const uint64_t *args)
{
	if (args[2] & ~(uint64_t)AT_REMOVEDIR)
		return -EINVAL;
	return with_path((int)args[0], args[1], args[2] & AT_REMOVEDIR ? rmdir_path : unlink_path, NULL);
}

/** The second of two paths, while with_path holds the first one. */
struct second_path {
	int dirfd;
	uint64_t path;
	unsigned flags;
	int first_dirfd;
	struct dentry *first_base;
	const char *first;
};

static long rename_both(struct dentry *base, const char *path, void *arg)
{
	struct second_path *second = arg;
	return vfs_rename(second->first_base, second->first, base, path, second->flags);
}

static long rename_first(struct dentry *base, const char *path, void *arg)
{
	struct second_path *second = arg;
	second->first_base = base;
	second->first = path;
	return with_path(second->dirfd, second->path, rename_both, second);
}

static long rename_at(int from_dirfd, uint64_t from, int to_dirfd, uint64_t to, unsigned flags)
{
	struct second_path second = {.dirfd = to_dirfd, .path = to, .flags = flags};
	return with_path(from_dirfd, from, rename_first, &second);
}

long sys_rename(const uint64_t *args)
{
	return rename_at(AT_FDCWD, args[0], AT_FDCWD, args[1], 0);
}

long sys_renameat(const uint64_t *args)
{
	return rename_at((int)args[0], args[1], (int)args[2], args[3], 0);
}

long sys_renameat2(const uint64_t *args)
{
	return rename_at((int)args[0], args[1], (int)args[2], args[3], (unsigned)args[4]);
}

/** AT_EMPTY_PATH: a name for an open file (O_TMPFILE). */
static long link_descriptor(struct second_path *second, struct dentry *base, const char *path)
{
	struct file *file = fd_get(second->first_dirfd);
	if (!file)
		return -EBADF;
	long result = file->dentry ? vfs_link_dentry(file->dentry, base, path) : -EXDEV;
	file_put(file);
	return result;
}

static long link_both(struct dentry *base, const char *path, void *arg)
{
	struct second_path *second = arg;
	unsigned walk_flags = second->flags & AT_SYMLINK_FOLLOW ? 0 : WALK_NOFOLLOW;
	if (second->flags & AT_EMPTY_PATH && !*second->first && second->first_dirfd != AT_FDCWD)
		return link_descriptor(second, base, path);
	return vfs_link(second->first_base, second->first, walk_flags, base, path);
}

static long link_first(struct dentry *base, const char *path, void *arg)
{
	struct second_path *second = arg;
	second->first_base = base;
	second->first = path;
	return with_path(second->dirfd, second->path, link_both, second);
}

long sys_linkat(const uint64_t *args)
{
	struct second_path second = {
		.dirfd = (int)args[2], .path = args[3], .flags = (unsigned)args[4], .first_dirfd = (int)args[0]};
	if (second.flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return with_path((int)args[0], args[1], link_first, &second);
}

long sys_link(const uint64_t *args)
{
	struct second_path second = {.dirfd = AT_FDCWD, .path = args[1], .first_dirfd = AT_FDCWD};
	return with_path(AT_FDCWD, args[0], link_first, &second);
}

static long symlink_path(struct dentry *base, const char *path, void *arg)
{
	return vfs_symlink(arg, base, path);
}

static long symlink_at(uint64_t target, int dirfd, uint64_t path)
{
	char *copy = user_path(target);
	if (is_error(copy))
		return ptr_error(copy);
	long result = with_path(dirfd, path, symlink_path, copy);
	heap_free(copy);
	return result;
}

long sys_symlinkat(const uint64_t *args)
{
	return symlink_at(args[0], (int)args[1], args[2]);
}

long sys_symlink(const uint64_t *args)
{
	return symlink_at(args[0], AT_FDCWD, args[1]);
}

struct readlink_arguments {
	uint64_t to;
	int size;
};

static long readlink_path(struct dentry *base, const char *path, void *arg)
{
	const struct readlink_arguments *arguments = arg;
	struct walk walk;
	int error = vfs_walk(base, path, WALK_NOFOLLOW | WALK_EMPTY, &walk);
	if (error)
		return error;
	bool link = S_ISLNK(walk.dentry->inode->mode);
	char *target = link ? vfs_read_link(walk.dentry->inode) : error_ptr(*path ? -EINVAL : -ENOENT);
	dentry_put(walk.dentry);
	if (is_error(target))
		return ptr_error(target);
	long length = min(strlen(target), (size_t)arguments->size);
	error = user_copy_to(arguments->to, target, length);
	heap_free(target);
	return error ? error : length;
}

static long readlink_at(int dirfd, uint64_t path, uint64_t to, int size)
{
	if (size <= 0)
		return -EINVAL;
	return with_path(dirfd, path, readlink_path, &(struct readlink_arguments){to, size});
}

long sys_readlinkat(const uint64_t *args)
{
	return readlink_at((int)args[0], args[1], args[2], (int)args[3]);
}

long sys_readlink(const uint64_t *args)
{
	return readlink_at(AT_FDCWD, args[0], args[1], (int)args[2]);
}

long sys_umask(const uint64_t *args)
{
	return __atomic_exchange_n(&process.umask, args[0] & 0777, __ATOMIC_RELAXED);
}

static long copy_working_folder(struct dentry *cwd, char *path, uint64_t to, uint64_t size)
{
	if (cwd->deleted)
		return -ENOENT;
	ssize64_t length = vfs_path(cwd, path, PATH_SIZE);
	if (length < 0)
		return length;
	if ((uint64_t)length + 1 > size)
		return -ERANGE;
	int error = user_copy_to(to, path, length + 1);
	return error ? error : length + 1;
}

long sys_getcwd(const uint64_t *args)
{
	char *path = heap_alloc(PATH_SIZE);
	if (!path)
		return -ENOMEM;
	struct dentry *cwd = vfs_working_folder();
	long result = copy_working_folder(cwd, path, args[0], args[1]);
	dentry_put(cwd);
	heap_free(path);
	return result;
}

static long enter(struct dentry *dentry)
{
	if (!S_ISDIR(dentry->inode->mode))
		return -ENOTDIR;
	int error = inode_permission(dentry->inode, X_OK);
	if (!error)
		vfs_set_working_folder(dentry);
	return error;
}

static long chdir_path(struct dentry *base, const char *path, void *arg)
{
	struct walk walk;
	int error = vfs_walk(base, path, WALK_DIRECTORY, &walk);
	if (error)
		return error;
	long result = enter(walk.dentry);
	dentry_put(walk.dentry);
	return result;
}

long sys_chdir(const uint64_t *args)
{
	return with_path(AT_FDCWD, args[0], chdir_path, NULL);
}

long sys_fchdir(const uint64_t *args)
{
	struct file *file = fd_get((int)args[0]);
	if (!file)
		return -EBADF;
	long result = file->dentry ? enter(file->dentry) : -ENOTDIR;
	file_put(file);
	return result;
}

/** The root is the isle's. */
long sys_chroot(const uint64_t *args)
{
	return -EPERM;
}
