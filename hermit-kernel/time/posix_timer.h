/* SPDX-License-Identifier: BSD-3-Clause */
/* Timers of the program by number: timer_create(2). All may sleep; -EINVAL for an unknown id. */
#ifndef TIME_POSIX_TIMER_H
#define TIME_POSIX_TIMER_H

#include <asm/siginfo.h>
#include "time/itimer.h"

/** `event` NULL: SIGALRM with the id as its value. The id; -EINVAL, -EOPNOTSUPP (a clock without timers), -EAGAIN. */
int posix_timer_create(int clock, const struct sigevent *event);
/** `times->left` is a moment of the clock if `absolute`, else from now; 0 disarms. */
int posix_timer_set(int id, bool absolute, const struct itimer_times *times, struct itimer_times *old);
int posix_timer_get(int id, struct itimer_times *times);
int posix_timer_overrun(int id);
int posix_timer_delete(int id);

#endif
