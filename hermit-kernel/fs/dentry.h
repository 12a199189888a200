/* SPDX-License-Identifier: BSD-3-Clause */
/* Inside of the VFS: directory entries. `_locked`: the caller holds the lock of the parent's inode. */
#ifndef FS_DENTRY_H
#define FS_DENTRY_H

#include "fs/vfs.h"

#define NAME_MAX 255

void dentry_init(void);
/** A reference to the dentry of that name if it is in use; NULL says nothing about the file system. */
struct dentry *dentry_find(struct dentry *parent, const char *name, size_t length);
/** As dentry_lookup, but a mount point is the result itself. */
int dentry_lookup_locked(struct dentry *parent, const char *name, size_t length, struct dentry **found);
/** A dentry for a name that has none; takes over the inode's reference, also on failure. */
int dentry_add_locked(
	struct dentry *parent, const char *name, size_t length, struct inode *inode, struct dentry **made);
/** The name is gone; the dentry stays for those who refer to it. */
void dentry_remove_locked(struct dentry *dentry);
/** Renamed; the locks of both parents are held. -ENOMEM: nothing happened. */
int dentry_move_locked(struct dentry *dentry, struct dentry *parent, const char *name, size_t length);
/** Turns a reference to a mount point into one to what is mounted there. */
struct dentry *dentry_cross_mounts(struct dentry *dentry);
/** What ".." is; a reference. */
struct dentry *dentry_parent(struct dentry *dentry);
/** Is it `ancestor`, or below it within the same file system? */
bool dentry_is_below(struct dentry *dentry, struct dentry *ancestor);
/** Is it still a name in `parent`? */
bool dentry_has_parent(struct dentry *dentry, struct dentry *parent);

#endif
