/* SPDX-License-Identifier: BSD-3-Clause */
/* Times in program memory: struct timespec and struct timeval, as nanoseconds. Functions answer 0, -EFAULT or -EINVAL.
 */
#ifndef SYSCALL_USER_TIME_H
#define SYSCALL_USER_TIME_H

#include "lib/types.h"

/** A struct timespec that is not negative; times beyond 292 years saturate. */
int user_time_get(uint64_t *ns, uint64_t user_timespec);
int user_time_put(uint64_t user_timespec, uint64_t ns);
/** A struct timespec from now, as the CLOCK_MONOTONIC deadline of a wait. */
int user_time_deadline(uint64_t *deadline, uint64_t user_timespec);
/** The same for a struct timeval. */
int user_timeval_get(uint64_t *ns, uint64_t user_timeval);
int user_timeval_put(uint64_t user_timeval, uint64_t ns);

#endif
