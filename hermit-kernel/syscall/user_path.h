/* SPDX-License-Identifier: BSD-3-Clause */
/* What the file families share: path arguments, the folder that relative paths begin at, descriptors. */
#ifndef SYSCALL_USER_PATH_H
#define SYSCALL_USER_PATH_H

#include "fs/file.h"
#include "fs/vfs.h"

/** A path from program memory, on the heap (heap_free), or an error pointer: -EFAULT, -ENAMETOOLONG, -ENOMEM. */
char *user_path(uint64_t address);
/** A copy of any string of at most `size` bytes with its NUL; `too_long`: the errno for longer ones. */
char *user_string(uint64_t address, size_t size, int too_long);

/**
 * Where `path` begins: a reference, NULL for the working folder (also for absolute paths), or an error pointer
 * (-EBADF). That it is a folder shows in the walk. An empty path (AT_EMPTY_PATH) may begin at any file that has a name.
 */
struct dentry *user_base(int dirfd, const char *path);

/** Runs `call(base, path, arg)` with both arguments fetched and freed. */
long with_path(int dirfd, uint64_t path, long (*call)(struct dentry *base, const char *path, void *arg), void *arg);

/** As fd_get, but -EBADF for files opened with O_PATH too. Error pointer. */
struct file *user_file(int fd);

#endif
