/* SPDX-License-Identifier: BSD-3-Clause */
/* Boot of the file systems. */
#ifndef FS_FS_H
#define FS_FS_H

#include "lib/types.h"

/**
 * Mount the root image (or an empty root), /proc /sys /dev /tmp /run /dev/shm, write the files of the boot blob, mount
 * the host folders and choose the working folder. Needs heap, boot_info and the probed 9P devices. 0, or an errno after
 * a log line.
 */
int fs_init(void);

/* The steps, in this order. */
int fs_mount_root(void);
int fs_mount_shares(void);

struct superblock *procfs_super(void);
struct superblock *sysfs_super(void);
struct superblock *devfs_super(void);

#endif
