/* SPDX-License-Identifier: BSD-3-Clause */
/* timerfd_create(2): expirations read from a descriptor. */
#ifndef FS_TIMERFD_H
#define FS_TIMERFD_H

#include "time/itimer.h"

/** The descriptor; -EINVAL, -EMFILE, -ENOMEM. */
long timerfd_open(int clock, int flags);
/** `flags`: TFD_TIMER_*. 0, -EBADF, -EINVAL. */
int timerfd_set(int fd, int flags, const struct itimer_times *times, struct itimer_times *old);
int timerfd_get(int fd, struct itimer_times *times);

#endif
