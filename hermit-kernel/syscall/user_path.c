/* SPDX-License-Identifier: BSD-3-Clause */
#include "syscall/user_path.h"

#include <linux/errno.h>
#include <linux/fcntl.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"

#define PATH_SIZE 4096

char *user_string(uint64_t address, size_t size, int too_long)
{
	char *copy = heap_alloc(size);
	if (!copy)
		return error_ptr(-ENOMEM);
	ssize64_t length = user_copy_string(copy, address, size);
	if (length < 0) {
		heap_free(copy);
		return error_ptr(length == -ENAMETOOLONG ? too_long : length);
	}
	return copy;
}

char *user_path(uint64_t address)
{
	return user_string(address, PATH_SIZE, -ENAMETOOLONG);
}

struct dentry *user_base(int dirfd, const char *path)
{
	if (*path == '/' || dirfd == AT_FDCWD)
		return NULL;
	struct file *file = fd_get(dirfd);
	if (!file)
		return error_ptr(-EBADF);
	struct dentry *base = file->dentry ? dentry_get(file->dentry) : error_ptr(-ENOTDIR);
	file_put(file);
	return base;
}

long with_path(int dirfd, uint64_t path, long (*call)(struct dentry *base, const char *path, void *arg), void *arg)
{
	char *copy = user_path(path);
	if (is_error(copy))
		return ptr_error(copy);
	struct dentry *base = user_base(dirfd, copy);
	long result = is_error(base) ? ptr_error(base) : call(base, copy, arg);
	if (base && !is_error(base))
		dentry_put(base);
	heap_free(copy);
	return result;
}

struct file *user_file(int fd)
{
	struct file *file = fd_get(fd);
	if (!file)
		return error_ptr(-EBADF);
	if (file->flags & O_PATH) {
		file_put(file);
		return error_ptr(-EBADF);
	}
	return file;
}
