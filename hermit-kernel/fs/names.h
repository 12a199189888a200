/* SPDX-License-Identifier: BSD-3-Clause */
/* Inside of the VFS: changes of names. */
#ifndef FS_NAMES_H
#define FS_NAMES_H

#include "fs/vfs.h"

void names_init(void);
/** May names in `dir` be made and removed? 0, -EROFS, -ENOENT (the directory is removed), -EACCES. */
int names_may_change(struct dentry *dir);
/** A regular file under a name that does not exist; the directory's lock is held. */
int names_create_locked(struct dentry *dir, const char *name, size_t length, uint32_t mode, struct dentry **made);
int vfs_link_dentry(struct dentry *from, struct dentry *base, const char *path);

#endif
