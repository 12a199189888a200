/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Condition variables. Waiters sleep as long as the round is the one they saw while they held the mutex; a signal
 * begins a new round and wakes. The count of waiters may be too high (one that timed out stays counted until the next
 * signal), never too low, so a signal that finds none has nobody to wake. After it was woken a waiter does not touch
 * the variable, which may be gone by then.
 */
#include "thread.h"
#include <limits.h>
#include <time.h>

#define KERNEL_REALTIME  0
#define KERNEL_MONOTONIC 1

/* The mutex, and how often its owner had locked it. */
struct cond_mutex {
	pthread_mutex_t *mutex;
	unsigned int depth;
};

/* All of a recursive one, so that others get it. */
static int cond_unlock(struct cond_mutex *held)
{
	pthread_mutex_t *mutex = held->mutex;
	if (mutex->__type == PTHREAD_MUTEX_RECURSIVE && mutex_is_mine(mutex)) {
		held->depth = mutex->__depth;
		mutex->__depth = 1;
	}
	return pthread_mutex_unlock(mutex);
}

static void cond_relock(void *argument)
{
	struct cond_mutex *held = argument;
	pthread_mutex_lock(held->mutex);
	if (held->mutex->__type == PTHREAD_MUTEX_RECURSIVE)
		held->mutex->__depth = held->depth;
}

static int cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *deadline)
{
	struct _pthread_cleanup_context cleanup;
	struct cond_mutex held = {.mutex = mutex};
	pthread_testcancel();
	unsigned int round = __atomic_load_n(&cond->__round, __ATOMIC_RELAXED);
	__atomic_add_fetch(&cond->__waiters, 1, __ATOMIC_RELAXED);
	int clock = (int)cond->__clock;
	int failure = cond_unlock(&held);
	if (failure)
		return failure;
	_pthread_cleanup_push(&cleanup, cond_relock, &held);
	failure = __hermit_wait_until(&cond->__round, round, clock, deadline, true);
	_pthread_cleanup_pop(&cleanup, 1);
	return failure;
}

int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	return cond_wait(cond, mutex, NULL);
}

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex, const struct timespec *deadline)
{
	if (deadline->tv_nsec < 0 || deadline->tv_nsec > 999999999)
		return EINVAL;
	return cond_wait(cond, mutex, deadline);
}

int pthread_cond_signal(pthread_cond_t *cond)
{
	unsigned int waiters = __atomic_load_n(&cond->__waiters, __ATOMIC_RELAXED);
	do {
		if (waiters == 0)
			return 0;
	} while (!__atomic_compare_exchange_n(
		&cond->__waiters, &waiters, waiters - 1, 1, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	__atomic_add_fetch(&cond->__round, 1, __ATOMIC_RELAXED);
	port_futex_wake(&cond->__round, 1);
	return 0;
}

int pthread_cond_broadcast(pthread_cond_t *cond)
{
	if (__atomic_exchange_n(&cond->__waiters, 0, __ATOMIC_RELAXED) == 0)
		return 0;
	__atomic_add_fetch(&cond->__round, 1, __ATOMIC_RELAXED);
	port_futex_wake(&cond->__round, INT_MAX);
	return 0;
}

int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
	*cond = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	if (attributes)
		cond->__clock = (unsigned int)__hermit_clock_number(attributes->clock);
	return 0;
}

int pthread_cond_destroy(pthread_cond_t *cond)
{
	(void)cond;
	return 0;
}

int pthread_condattr_init(pthread_condattr_t *attributes)
{
	*attributes = (pthread_condattr_t){.is_initialized = 1, .clock = CLOCK_REALTIME};
	return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
	attributes->is_initialized = 0;
	return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
	int number = __hermit_clock_number(clock);
	if (number != KERNEL_REALTIME && number != KERNEL_MONOTONIC)
		return EINVAL;
	attributes->clock = clock;
	return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *__restrict attributes, clockid_t *__restrict clock)
{
	*clock = attributes->clock;
	return 0;
}

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attributes->process_shared = shared;
	return 0;
}

int pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *shared)
{
	*shared = attributes->process_shared;
	return 0;
}
