/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sleeping locks.
 *
 * A mutex is its owner's pointer: taken and released by one compare-and-swap while nobody waits. A waiter counts itself
 * before it looks at the owner, and the one who unlocks looks at the count after it gave the lock up, so one of them
 * sees the other.
 */
#include "sync/mutex.h"
#include "lib/log.h"
#include "sched/thread.h"

#define SPIN_TRIES 100

void mutex_init(struct mutex *mutex)
{
	atomic_init(&mutex->owner, NULL);
	atomic_init(&mutex->waiting, 0);
	waitq_init(&mutex->waiters);
}

bool mutex_trylock(struct mutex *mutex)
{
	struct thread *none = NULL;

	return atomic_compare_exchange_strong(&mutex->owner, &none, thread_current());
}

void mutex_lock(struct mutex *mutex)
{
	for (unsigned i = 0; i < SPIN_TRIES; i++) {
		if (mutex_trylock(mutex))
			return;
		cpu_relax();
	}
	assert(!mutex_held(mutex));
	atomic_fetch_add(&mutex->waiting, 1);
	wait_event(&mutex->waiters, mutex_trylock(mutex));
	atomic_fetch_sub(&mutex->waiting, 1);
}

void mutex_unlock(struct mutex *mutex)
{
	assert(mutex_held(mutex));
	atomic_store(&mutex->owner, NULL);
	if (atomic_load(&mutex->waiting))
		waitq_wake_one(&mutex->waiters, 0);
}

bool mutex_held(struct mutex *mutex)
{
	return atomic_load_explicit(&mutex->owner, memory_order_relaxed) == thread_current();
}

void rwlock_init(struct rwlock *lock)
{
	atomic_init(&lock->state, 0);
	atomic_init(&lock->writers_waiting, 0);
	waitq_init(&lock->waiters);
}

bool rwlock_read_trylock(struct rwlock *lock)
{
	int32_t state = atomic_load(&lock->state);

	while (state >= 0 && !atomic_load(&lock->writers_waiting))
		if (atomic_compare_exchange_weak(&lock->state, &state, state + 1))
			return true;
	return false;
}

void rwlock_read_lock(struct rwlock *lock)
{
	wait_event(&lock->waiters, rwlock_read_trylock(lock));
}

void rwlock_read_unlock(struct rwlock *lock)
{
	if (atomic_fetch_sub(&lock->state, 1) == 1 && atomic_load(&lock->writers_waiting))
		waitq_wake_all(&lock->waiters, 0);
}

static bool rwlock_write_trylock(struct rwlock *lock)
{
	int32_t free = 0;

	return atomic_compare_exchange_strong(&lock->state, &free, -1);
}

void rwlock_write_lock(struct rwlock *lock)
{
	atomic_fetch_add(&lock->writers_waiting, 1);
	wait_event(&lock->waiters, rwlock_write_trylock(lock));
	atomic_fetch_sub(&lock->writers_waiting, 1);
}

void rwlock_write_unlock(struct rwlock *lock)
{
	atomic_store(&lock->state, 0);
	waitq_wake_all(&lock->waiters, 0);
}
