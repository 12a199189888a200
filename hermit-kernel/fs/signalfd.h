/* SPDX-License-Identifier: BSD-3-Clause */
/* signalfd(2): signals read from a descriptor. */
#ifndef FS_SIGNALFD_H
#define FS_SIGNALFD_H

#include "sched/signal.h"

/** A new descriptor (fd -1), or another mask for an old one; flags SFD_CLOEXEC, SFD_NONBLOCK. The descriptor or an
 * errno. */
long signalfd_open(int fd, sigmask_t mask, int flags);

#endif
