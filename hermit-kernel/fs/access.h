/* SPDX-License-Identifier: BSD-3-Clause */
/* Who may do what. The program runs as one identity (process.uid, process.gid). */
#ifndef FS_ACCESS_H
#define FS_ACCESS_H

#include "fs/vfs.h"

/* As in unistd.h; the kernel's headers do not have them. */
#define F_OK 0u
#define X_OK 1u
#define W_OK 2u
#define R_OK 4u

/** By mode bits only, also where a server checks. 0 or -EACCES. */
int inode_access(struct inode *inode, unsigned wanted);
/** Does the identity own it, or is it root? */
bool inode_owned(struct inode *inode);

#endif
