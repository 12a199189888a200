/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls that return two descriptors. */
#ifndef SYSCALL_FD_PAIR_H
#define SYSCALL_FD_PAIR_H

#include "fs/file.h"

/** Install two files and store their numbers at `user_fds`; takes over both references, also on failure. 0 or errno. */
int fd_install_pair(struct file *files[2], uint64_t user_fds, bool close_on_exec);

#endif
