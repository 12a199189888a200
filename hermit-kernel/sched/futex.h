/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Futexes (futex(2)): threads that wait for a word of program memory to change.
 *
 * A futex is named by its program address where the caller says that it is private, and by its physical address
 * otherwise, so that two mappings of the same page meet. As on Linux, a private and a shared operation on one word do
 * not meet.
 *
 * Waiters hang in buckets of a hash table. A waiter checks the word and enqueues itself under the bucket's lock, and
 * who wakes takes the same lock after changing the word: so no wake-up falls between check and sleep.
 */
#ifndef SCHED_FUTEX_H
#define SCHED_FUTEX_H

#include "lib/types.h"

/** Makes the table: room for the waiters of so many cores. */
void futex_init(unsigned cores);

/** The arguments of a wait, as restart_syscall(2) needs them too. */
struct futex_wait {
	uint64_t address;
	uint32_t expected;
	uint32_t bitset;
	bool is_private;
	uint64_t deadline; /* CLOCK_MONOTONIC ns, or WAIT_FOREVER */
};
/** 0 when woken; -EAGAIN (the word differs), -ETIMEDOUT, -EFAULT, -EINVAL, -ERESTARTSYS. */
int futex_wait(const struct futex_wait *wait);
/** Wakes up to `count` waiters (at least one, as Linux) whose bitset shares a bit; how many, or errno. */
int futex_wake(uint64_t address, bool is_private, int count, uint32_t bitset);
/** Wakes `wake` waiters and lets up to `move` others wait for `target`; `expected` may be NULL. How many in all, or
 * errno. */
int futex_requeue(uint64_t address, uint64_t target, bool is_private, int wake, int move, const uint32_t *expected);
/** FUTEX_WAKE_OP: change the word at `target` as `operation` encodes, wake waiters of `address`, and of `target` if its
 * old value compares. */
int futex_wake_op(uint64_t address, uint64_t target, bool is_private, int wake, int wake_target, uint32_t operation);

/** For the kernel's own use: as a shared FUTEX_WAKE. */
int futex_wake_address(uint64_t address, int count);

#endif
