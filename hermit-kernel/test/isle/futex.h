/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The futex system call in its forms, and waiting threads to use it on.
 */
#ifndef ISLE_FUTEX_H
#define ISLE_FUTEX_H

#include <linux/futex.h>
#include "test.h"

static inline long futex(
	void *address, int operation, uint32_t value, const void *timeout_or_value2, void *address2, uint32_t value3)
{
	return syscall(SYS_futex, address, operation, value, timeout_or_value2, address2, value3);
}

/** What each waiter thread waits on; it counts in `returned` when its wait returned 0. */
struct futex_waiter {
	uint32_t *word;
	int operation;
	uint32_t bits; /* for FUTEX_WAIT_BITSET */
	int *returned;
	pthread_t thread;
};

static void *futex_waiter_body(void *argument)
{
	struct futex_waiter *waiter = argument;

	CHECK_EQ(futex(waiter->word, waiter->operation, 0, NULL, NULL, waiter->bits), 0);
	__atomic_add_fetch(waiter->returned, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static inline void futex_waiter_start(struct futex_waiter *waiter)
{
	waiter->thread = test_thread(futex_waiter_body, waiter);
}

/** Waits until *returned reaches `count`. */
static inline void futex_await(int *returned, int count)
{
	while (__atomic_load_n(returned, __ATOMIC_SEQ_CST) < count)
		test_sleep_ms(1);
	CHECK_EQ(*returned, count);
}

/**
 * Waits until `count` threads wait on `word`: moves them from there to `word` itself, which wakes nobody and counts
 * them (FUTEX_CMP_REQUEUE with equal addresses is refused, so through `spare` and back).
 */
static inline void futex_await_waiters(uint32_t *word, uint32_t *spare, int count)
{
	int found = 0;

	while (found < count) {
		found += (int)OK(futex(word, FUTEX_REQUEUE_PRIVATE, 0, (void *)(uintptr_t)INT32_MAX, spare, 0));
		if (found < count)
			test_sleep_ms(1);
	}
	CHECK_EQ(found, count);
	CHECK_EQ(futex(spare, FUTEX_REQUEUE_PRIVATE, 0, (void *)(uintptr_t)INT32_MAX, word, 0), count);
}

#endif /* ISLE_FUTEX_H */
