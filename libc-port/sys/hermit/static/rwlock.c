/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reader-writer locks. The state counts readers, or is HELD_BY_WRITER; the top bit says that somebody may wait, the
 * next that a writer does. Readers let a waiting writer go first, or readers that take turns would keep it out for
 * ever; but not a thread that holds a lock for reading already, because it may lock the same one twice.
 */
#include "thread.h"
#include <limits.h>
#include <time.h>

#define WAITING        0x80000000u
#define WRITER_WAITS   0x40000000u
#define HELD_BY_WRITER 0x3fffffffu
#define READERS_MAX    0x3ffffffeu

/* 0, EBUSY or EAGAIN (too many readers); `seen` is the state that refused. */
static int rwlock_try(pthread_rwlock_t *lock, bool writer, unsigned int *seen)
{
	unsigned int state = __atomic_load_n(&lock->__state, __ATOMIC_RELAXED), wanted;
	do {
		unsigned int held = state & HELD_BY_WRITER;
		*seen = state;
		if (held == HELD_BY_WRITER || (writer && held > 0))
			return EBUSY;
		if (!writer && state & WRITER_WAITS && thread_self()->read_locks == 0)
			return EBUSY;
		if (!writer && held == READERS_MAX)
			return EAGAIN;
		wanted = writer ? (state & WAITING) | HELD_BY_WRITER : state + 1; /* other writers tell again */
	} while (!__atomic_compare_exchange_n(&lock->__state, &state, wanted, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	if (!writer)
		thread_self()->read_locks++;
	return 0;
}

/* A writer gives up: it may have been the only one, so whoever it held back looks again. */
static void rwlock_writer_leave(pthread_rwlock_t *lock)
{
	__atomic_and_fetch(&lock->__state, ~(WAITING | WRITER_WAITS), __ATOMIC_RELAXED);
	port_futex_wake(&lock->__state, INT_MAX);
}

static int rwlock_lock(pthread_rwlock_t *lock, bool writer, const struct timespec *deadline)
{
	unsigned int seen, told = writer ? WAITING | WRITER_WAITS : WAITING;
	int failure;
	while ((failure = rwlock_try(lock, writer, &seen)) == EBUSY) {
		if ((seen & told) != told && !__atomic_compare_exchange_n(&lock->__state, &seen, seen | told, 0,
						     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			continue;
		failure = __hermit_wait_until(
			&lock->__state, seen | told, __hermit_clock_number(CLOCK_REALTIME), deadline, false);
		if (failure)
			break;
	}
	if (failure && writer)
		rwlock_writer_leave(lock);
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

/* What a lock becomes that `held` have, one of whom leaves. After readers it is the turn of a waiting writer, after a
 * writer everybody's. */
static unsigned int rwlock_left(unsigned int state, unsigned int held)
{
	if (held == HELD_BY_WRITER)
		return 0;
	return held == 1 ? state & WRITER_WAITS : state - 1;
}

/* The last one out wakes all: they sort out among themselves who is next. */
int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	unsigned int state = __atomic_load_n(&lock->__state, __ATOMIC_RELAXED), held, wanted;
	do {
		held = state & HELD_BY_WRITER;
		if (held == 0)
			return EPERM;
		wanted = rwlock_left(state, held);
	} while (!__atomic_compare_exchange_n(&lock->__state, &state, wanted, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (held != HELD_BY_WRITER && thread_self()->read_locks > 0)
		thread_self()->read_locks--;
	if ((wanted & HELD_BY_WRITER) == 0 && state & WAITING)
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
	return __atomic_load_n(&lock->__state, __ATOMIC_RELAXED) & HELD_BY_WRITER ? EBUSY : 0;
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
