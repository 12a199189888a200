/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory file system, optionally over a read-only root image whose files are shown until they are changed. */
#ifndef FS_TMPFS_H
#define FS_TMPFS_H

#include "fs/vfs.h"

struct erofs;
struct file;

struct tmpfs_options {
	const char *source;        /* for /proc/mounts */
	uint32_t mode;             /* of the root directory, without a lower one */
	const struct erofs *lower; /* NULL, or an opened image that stays */
	uint32_t uid, gid;         /* who owns what belongs to root in the image: it is the program's own */
};

/** Or an error pointer. */
struct superblock *tmpfs_new(const struct tmpfs_options *options);
/** A file without a name for MAP_SHARED | MAP_ANONYMOUS. Or an error pointer. */
struct file *tmpfs_anonymous_file(uint64_t size);
/** memfd_create(2). Or an error pointer. */
struct file *tmpfs_memfd(const char *name);
/** Memory that contents of tmpfs files take, over all mounts. */
uint64_t tmpfs_bytes_used(void);

#endif
