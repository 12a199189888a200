/* SPDX-License-Identifier: BSD-3-Clause */
/* What of POSIX the port has; <sys/features.h> includes this file. */
#ifndef HERMIT_MACHINE_FEATURES_H
#define HERMIT_MACHINE_FEATURES_H

#define _POSIX_VERSION                  200809L
#define _POSIX_FSYNC                    200809L
#define _POSIX_MAPPED_FILES             200809L
#define _POSIX_MEMORY_PROTECTION        200809L
#define _POSIX_MONOTONIC_CLOCK          200809L
#define _POSIX_CLOCK_SELECTION          200809L
#define _POSIX_TIMERS                   200809L
#define _POSIX_TIMEOUTS                 200809L
#define _POSIX_CPUTIME                  200809L
#define _POSIX_THREAD_CPUTIME           200809L
#define _POSIX_REALTIME_SIGNALS         200809L
#define _POSIX_PRIORITY_SCHEDULING      200809L
#define _POSIX_SEMAPHORES               200809L
#define _POSIX_THREADS                  200809L
#define _POSIX_THREAD_ATTR_STACKADDR    200809L
#define _POSIX_THREAD_ATTR_STACKSIZE    200809L
#define _POSIX_THREAD_PROCESS_SHARED    200809L
#define _POSIX_THREAD_SAFE_FUNCTIONS    200809L
#define _POSIX_BARRIERS                 200809L
#define _POSIX_READER_WRITER_LOCKS      200809L
#define _POSIX_SPIN_LOCKS               200809L
#define _UNIX98_THREAD_MUTEX_ATTRIBUTES 1

#ifndef FD_SETSIZE
#define FD_SETSIZE 1024
#endif

#endif
