/* SPDX-License-Identifier: BSD-3-Clause */
/* Inside of the VFS: open files. */
#ifndef FS_FILE_INTERNAL_H
#define FS_FILE_INTERNAL_H

#include "fs/file.h"

/** A reference, unless the last one is gone. */
bool file_try_get(struct file *file);
/** What close(2) does with the file of a descriptor: flush, then file_put. Returns the flush's result. */
int file_close(struct file *file);
/** Status flags that open and fcntl(F_SETFL) take. */
#define FILE_STATUS_FLAGS (O_APPEND | O_NONBLOCK | O_DSYNC | O_DIRECT | O_NOATIME | O_SYNC | FASYNC)

/** Opened character and block devices by number (devfs.c). -ENXIO: no such device. */
int device_open(struct inode *inode, struct file *file);

#endif
