/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reader-writer locks. The state counts readers, or is HELD_BY_WRITER; the top bit says that somebody may wait. Readers
 * join readers even if a writer waits, because a thread may lock for reading twice.
 */
#include "thread.h"
#include <limits.h>
#include <time.h>

#define WAITING        0x80000000u
#define HELD_BY_WRITER 0x7fffffffu
#define READERS_MAX    0x7ffffffeu

/* 0, EBUSY or EAGAIN (too many readers); `seen` is the state that refused. */
static int rwlock_try(pthread_rwlock_t *lock, bool writer, unsigned int *seen)
{
	unsigned int state = __atomic_load_n(&lock->__state, __ATOMIC_RELAXED), wanted;
	do {
		unsigned int held = state & ~WAITING;
		*seen = state;
		if (held == HELD_BY_WRITER || (writer && held > 0))
			return EBUSY;
		if (!writer && held == READERS_MAX)
			return EAGAIN;
		wanted = (state & WAITING) | (writer ? HELD_BY_WRITER : held + 1);
	} while (!__atomic_compare_exchange_n(&lock->__state, &state, wanted, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	return 0;
}

static int rwlock_lock(pthread_rwlock_t *lock, bool writer, const struct timespec *deadline)
{
	unsigned int seen;
	int failure;
	while ((failure = rwlock_try(lock, writer, &seen)) == EBUSY) {
		if (!(seen & WAITING) && !__atomic_compare_exchange_n(&lock->__state, &seen, seen | WAITING, 0,
						 __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			continue;
		failure = __hermit_wait_until(
			&lock->__state, seen | WAITING, __hermit_clock_number(CLOCK_REALTIME), deadline, false);
		if (failure)
			return failure;
	}
	return failure;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	return rwlock_lock(lock, false, NULL);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *deadline)
{
	return rwlock_lock(lock, false, deadline);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	unsigned int seen;
	return rwlock_try(lock, false, &seen);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	return rwlock_lock(lock, true, NULL);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *deadline)
{
	return rwlock_lock(lock, true, deadline);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	unsigned int seen;
	return rwlock_try(lock, true, &seen);
}

/* The last one out wakes all: they sort out among themselves who is next. */
int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	unsigned int state = __atomic_load_n(&lock->__state, __ATOMIC_RELAXED), wanted;
	do {
		unsigned int held = state & ~WAITING;
		if (held == 0)
			return EPERM;
		wanted = held == HELD_BY_WRITER || held == 1 ? 0 : state - 1;
	} while (!__atomic_compare_exchange_n(&lock->__state, &state, wanted, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (wanted == 0 && state & WAITING)
		port_futex_wake(&lock->__state, INT_MAX);
	return 0;
}

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes)
{
	(void)attributes;
	*lock = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
	return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
	return __atomic_load_n(&lock->__state, __ATOMIC_RELAXED) ? EBUSY : 0;
}

int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes)
{
	*attributes = (pthread_rwlockattr_t){.is_initialized = 1};
	return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes)
{
	attributes->is_initialized = 0;
	return 0;
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attributes->process_shared = shared;
	return 0;
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *shared)
{
	*shared = attributes->process_shared;
	return 0;
}
