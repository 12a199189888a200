/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mutexes. The word is as in lock.c: 0 free, 1 held, 2 held and somebody may wait. Types other than normal note their
 * owner, whom only the owner itself can find there.
 */
#include "thread.h"
#include <time.h>

static bool mutex_try(pthread_mutex_t *mutex)
{
	unsigned int expected = 0;
	return __atomic_compare_exchange_n(&mutex->__word, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/* Takes a mutex that is held by another thread. 0 or ETIMEDOUT, EINVAL. */
static int mutex_wait(pthread_mutex_t *mutex, const struct timespec *deadline)
{
	while (__atomic_exchange_n(&mutex->__word, 2, __ATOMIC_ACQUIRE) != 0) {
		int failure =
			__hermit_wait_until(&mutex->__word, 2, __hermit_clock_number(CLOCK_REALTIME), deadline, false);
		if (failure)
			return failure;
	}
	return 0;
}

static void mutex_note_owner(pthread_mutex_t *mutex)
{
	__atomic_store_n(&mutex->__owner, (int)thread_self()->number, __ATOMIC_RELAXED);
	mutex->__depth = 1;
}

static int mutex_again(pthread_mutex_t *mutex)
{
	if (mutex->__depth == ~0u)
		return EAGAIN;
	mutex->__depth++;
	return 0;
}

static int mutex_lock(pthread_mutex_t *mutex, const struct timespec *deadline)
{
	if (mutex->__type == PTHREAD_MUTEX_NORMAL)
		return mutex_try(mutex) ? 0 : mutex_wait(mutex, deadline);
	if (mutex_is_mine(mutex))
		return mutex->__type == PTHREAD_MUTEX_RECURSIVE ? mutex_again(mutex) : EDEADLK;
	int failure = mutex_try(mutex) ? 0 : mutex_wait(mutex, deadline);
	if (failure == 0)
		mutex_note_owner(mutex);
	return failure;
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	return mutex_lock(mutex, NULL);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *deadline)
{
	return mutex_lock(mutex, deadline);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	if (mutex->__type != PTHREAD_MUTEX_NORMAL && mutex_is_mine(mutex))
		return mutex->__type == PTHREAD_MUTEX_RECURSIVE ? mutex_again(mutex) : EBUSY;
	if (!mutex_try(mutex))
		return EBUSY;
	if (mutex->__type != PTHREAD_MUTEX_NORMAL)
		mutex_note_owner(mutex);
	return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	if (mutex->__type != PTHREAD_MUTEX_NORMAL) {
		if (!mutex_is_mine(mutex))
			return EPERM;
		if (--mutex->__depth > 0)
			return 0;
		__atomic_store_n(&mutex->__owner, 0, __ATOMIC_RELAXED);
	}
	if (__atomic_exchange_n(&mutex->__word, 0, __ATOMIC_RELEASE) == 2)
		port_futex_wake(&mutex->__word, 1);
	return 0;
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
	*mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	if (attributes)
		mutex->__type = attributes->type;
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	return __atomic_load_n(&mutex->__word, __ATOMIC_RELAXED) ? EBUSY : 0;
}

int pthread_mutexattr_init(pthread_mutexattr_t *attributes)
{
	*attributes = (pthread_mutexattr_t){.is_initialized = 1, .type = PTHREAD_MUTEX_DEFAULT};
	return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes)
{
	attributes->is_initialized = 0;
	return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type)
{
	if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK)
		return EINVAL;
	attributes->type = type;
	return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *type)
{
	*type = attributes->type;
	return 0;
}

/* A mutex whose owner ends stays locked: nobody would hear of it, so the promise is not made. */
int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust)
{
	(void)attributes;
	if (robust == PTHREAD_MUTEX_ROBUST)
		return ENOTSUP;
	return robust == PTHREAD_MUTEX_STALLED ? 0 : EINVAL;
}

int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attributes, int *robust)
{
	(void)attributes;
	*robust = PTHREAD_MUTEX_STALLED;
	return 0;
}

int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
	(void)mutex;
	return EINVAL; /* no mutex is robust */
}

/* With one process, shared between processes is no different. */
int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attributes->process_shared = shared;
	return 0;
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *shared)
{
	*shared = attributes->process_shared;
	return 0;
}
