/* SPDX-License-Identifier: BSD-3-Clause */
/* Record locks (fcntl(2)), open-file-description locks, flock(2). One process: its POSIX locks never conflict with each
 * other. */
#ifndef FS_LOCK_H
#define FS_LOCK_H

#include <linux/fcntl.h>
#include "fs/file.h"

/** What all record and OFD locks on an inode add up to. */
enum lock_held {
	LOCK_HELD_NONE,
	LOCK_HELD_SHARED,
	LOCK_HELD_EXCLUSIVE,
};
enum lock_held lock_held_on(struct inode *inode);

/** fcntl with F_GETLK, F_SETLK, F_SETLKW, F_OFD_*: 0 or errno; `lock` is updated by the GETLKs. */
int lock_record(struct file *file, unsigned command, struct flock *lock);
/** flock(2): LOCK_SH, LOCK_EX, LOCK_UN, with LOCK_NB. */
int lock_flock(struct file *file, unsigned operation);
/** A descriptor of the file is closed: the process' record locks on the inode go, whatever descriptor they were made
 * with. */
void lock_release_process(struct file *file);
/** The last reference goes: its flock and OFD locks too. */
void lock_release_file(struct file *file);

#endif
