/* SPDX-License-Identifier: BSD-3-Clause */
/* The three interval timers of the process: getitimer(2). */
#ifndef TIME_ITIMER_H
#define TIME_ITIMER_H

#include "lib/types.h"

struct itimer_times {
	uint64_t left, interval; /* ns; left 0: not armed */
};

/** `which`: ITIMER_REAL, VIRTUAL, PROF. `times` or `old` may be NULL. 0 or -EINVAL. May sleep. */
int itimer_exchange(int which, const struct itimer_times *times, struct itimer_times *old);

#endif
