/* SPDX-License-Identifier: BSD-3-Clause */
#include "sched/rlimit.h"

#include <asm/errno.h>
#include "sync/spinlock.h"

#define NOFILE_MAX 1048576 /* what Linux' fs.nr_open has by default */

struct limit {
	_Atomic uint64_t soft, hard;
};

static struct limit limits[RLIM_NLIMITS] = {
	[RLIMIT_CPU] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_FSIZE] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_DATA] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_STACK] = {MIB(8), RLIMIT_INFINITY},
	[RLIMIT_CORE] = {0, RLIMIT_INFINITY},
	[RLIMIT_RSS] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_NPROC] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_NOFILE] = {1024, NOFILE_MAX},
	[RLIMIT_MEMLOCK] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_AS] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_LOCKS] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
	[RLIMIT_SIGPENDING] = {16384, 16384},
	[RLIMIT_MSGQUEUE] = {819200, 819200},
	[RLIMIT_NICE] = {0, 0},
	[RLIMIT_RTPRIO] = {0, 0},
	[RLIMIT_RTTIME] = {RLIMIT_INFINITY, RLIMIT_INFINITY},
};
static struct spinlock change_lock = SPINLOCK_INIT;

uint64_t rlimit_get(int resource)
{
	return atomic_load_explicit(&limits[resource].soft, memory_order_relaxed);
}

static int check(int resource, const struct rlimit64 *limit)
{
	if (limit->rlim_cur > limit->rlim_max)
		return -EINVAL;
	if (limit->rlim_max > atomic_load(&limits[resource].hard))
		return -EPERM;
	return 0;
}

int rlimit_exchange(int resource, const struct rlimit64 *limit, struct rlimit64 *old)
{
	int result = 0;

	if (resource < 0 || resource >= RLIM_NLIMITS)
		return -EINVAL;
	spin_lock(&change_lock);
	if (limit)
		result = check(resource, limit);
	if (!result && old) {
		old->rlim_cur = atomic_load(&limits[resource].soft);
		old->rlim_max = atomic_load(&limits[resource].hard);
	}
	if (!result && limit) {
		atomic_store(&limits[resource].soft, limit->rlim_cur);
		atomic_store(&limits[resource].hard, limit->rlim_max);
	}
	spin_unlock(&change_lock);
	return result;
}
