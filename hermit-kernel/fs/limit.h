/* SPDX-License-Identifier: BSD-3-Clause */
/* RLIMIT_FSIZE: how large the program may make a regular file (setrlimit(2)). */
#ifndef FS_LIMIT_H
#define FS_LIMIT_H

#include "lib/types.h"

struct file;
struct inode;

/** A write about to happen: `size` shrinks to what is allowed. 0; -EFBIG if that is nothing, and SIGXFSZ is raised. */
int limit_write(struct file *file, size_t *size, uint64_t position);
/** A file about to get another size. 0; -EFBIG with SIGXFSZ. */
int limit_resize(struct inode *inode, uint64_t size);

#endif
