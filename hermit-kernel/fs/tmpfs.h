/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory file system, optionally over a read-only root image whose files are shown until they are changed. */
#ifndef FS_TMPFS_H
#define FS_TMPFS_H

#include "fs/vfs.h"

struct erofs;
struct file;

/** `lower`: NULL, or an opened image that stays. `source`: for /proc/mounts. `mode`: of the root directory. Or an error pointer. */
struct superblock *tmpfs_new(const char *source, const struct erofs *lower, uint32_t mode);
/** A file without a name for MAP_SHARED | MAP_ANONYMOUS. Or an error pointer. */
struct file *tmpfs_anonymous_file(uint64_t size);
/** memfd_create(2). Or an error pointer. */
struct file *tmpfs_memfd(const char *name);

#endif
