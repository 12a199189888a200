/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Resource limits of the program: one table. Honoured are RLIMIT_NOFILE (descriptors), RLIMIT_STACK (the first thread's
 * stack), RLIMIT_SIGPENDING (queued signals) and whatever else asks rlimit_get(); the others are kept and reported
 * back.
 */
#ifndef SCHED_RLIMIT_H
#define SCHED_RLIMIT_H

#include <asm-generic/resource.h>
#include <linux/resource.h>
#include "lib/types.h"

#define RLIMIT_INFINITY UINT64_MAX

/** The soft limit. From any context. */
uint64_t rlimit_get(int resource);
/** prlimit(2): either pointer may be NULL. 0; -EINVAL; -EPERM for a hard limit above what was. */
int rlimit_exchange(int resource, const struct rlimit64 *limit, struct rlimit64 *old);

#endif
