/* SPDX-License-Identifier: BSD-3-Clause */
/* Pipes (pipe(7)). */
#ifndef FS_PIPE_H
#define FS_PIPE_H

#include "fs/file.h"

/** SIGPIPE to the calling thread: it wrote where nobody reads. */
void pipe_raise_sigpipe(void);
/** A pipe: ends[0] to read from, ends[1] to write to, one reference each. `flags`: O_NONBLOCK, O_DIRECT. 0 or errno. */
int pipe_new(struct file *ends[2], unsigned flags);
/** An open of a named pipe, one end or both; waits for the other end as fifo(7) says. For open operations of file
 * systems. */
int pipe_open_named(struct inode *inode, struct file *file);

#endif
