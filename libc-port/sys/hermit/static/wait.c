/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting on a futex word, for ever or until a time. */
#include "thread.h"
#include <time.h>

#define KERNEL_REALTIME 0

int __hermit_wait_until(
	unsigned int *word, unsigned int value, int kernel_clock, const struct timespec *deadline, bool cancellable)
{
	if (deadline && (deadline->tv_nsec < 0 || deadline->tv_nsec > 999999999))
		return EINVAL;
	if (deadline && deadline->tv_sec < 0)
		return ETIMEDOUT;
	int64_t (*call)(int64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t) =
		cancellable ? __hermit_blocking : hermit_syscall;
	int operation = PORT_FUTEX_WAIT_BITSET | PORT_FUTEX_PRIVATE;
	if (kernel_clock == KERNEL_REALTIME)
		operation |= PORT_FUTEX_REALTIME;
	int64_t answer = call(SYS_futex, (uint64_t)word, operation, value, (uint64_t)deadline, 0, PORT_FUTEX_ALL);
	return answer == -ETIMEDOUT ? ETIMEDOUT : 0;
}
