/* SPDX-License-Identifier: BSD-3-Clause */
/* Devices: what stands behind a device number, and /dev, where they have names. */
#ifndef FS_DEVFS_H
#define FS_DEVFS_H

#include "fs/file.h"
#include "fs/vfs.h"

/**
 * A character device: `name` below /dev (made when /dev is mounted, or at once afterwards), `mode` its permissions,
 * `device` VFS_DEVICE(major, minor). Files opened by that number get `ops` and `private`. 0, -EEXIST (number taken),
 * -ENOMEM.
 */
int devfs_register(const char *name, uint32_t mode, uint64_t device, const struct file_ops *ops, void *private);

/** /dev/null, zero, full, random, urandom (memory_devices.c). */
int memory_devices_register(void);
/** After /dev is mounted: nodes for all devices, the usual links. */
int devfs_populate(void);

#endif
