/* SPDX-License-Identifier: BSD-3-Clause */
/* Barriers and spin locks. */
#include "thread.h"
#include <limits.h>
#include <sched.h>

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned int count)
{
	(void)attributes;
	if (count == 0)
		return EINVAL;
	*barrier = (pthread_barrier_t){.__count = count};
	return 0;
}

/* Threads that were woken may still look at the round: their count must come down first. */
int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	if (__atomic_load_n(&barrier->__arrived, __ATOMIC_ACQUIRE) > 0)
		return EBUSY;
	while (__atomic_load_n(&barrier->__leaving, __ATOMIC_ACQUIRE) > 0)
		sched_yield();
	return 0;
}

/* The last one may set how many leave: those of the round before have all come again, so none of them is leaving. */
int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	unsigned int round = __atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE);
	if (__atomic_add_fetch(&barrier->__arrived, 1, __ATOMIC_ACQ_REL) == barrier->__count) {
		__atomic_store_n(&barrier->__leaving, barrier->__count, __ATOMIC_RELAXED);
		__atomic_store_n(&barrier->__arrived, 0, __ATOMIC_RELAXED);
		__atomic_store_n(&barrier->__round, round + 1, __ATOMIC_RELEASE);
		port_futex_wake(&barrier->__round, INT_MAX);
		__atomic_sub_fetch(&barrier->__leaving, 1, __ATOMIC_RELEASE);
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	while (__atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE) == round)
		port_futex_wait(&barrier->__round, round);
	__atomic_sub_fetch(&barrier->__leaving, 1, __ATOMIC_RELEASE);
	return 0;
}

int pthread_barrierattr_init(pthread_barrierattr_t *attributes)
{
	*attributes = (pthread_barrierattr_t){.is_initialized = 1};
	return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes)
{
	attributes->is_initialized = 0;
	return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attributes->process_shared = shared;
	return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *shared)
{
	*shared = attributes->process_shared;
	return 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	(void)shared;
	*lock = 0;
	return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock)
{
	return __atomic_load_n(lock, __ATOMIC_RELAXED) ? EBUSY : 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock)
{
	return __atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) ? EBUSY : 0;
}

/* The holder may wait for this very core, so after a while it gets it. */
int pthread_spin_lock(pthread_spinlock_t *lock)
{
	for (unsigned int round = 1; pthread_spin_trylock(lock) != 0; round++) {
		while (__atomic_load_n(lock, __ATOMIC_RELAXED) && round % 1024) {
			__builtin_ia32_pause();
			round++;
		}
		if (round % 1024 == 0)
			sched_yield();
	}
	return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *lock)
{
	__atomic_store_n(lock, 0, __ATOMIC_RELEASE);
	return 0;
}
