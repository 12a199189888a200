/* SPDX-License-Identifier: BSD-3-Clause */
/* Sleeping locks: for what is held across program memory, devices or other sleeps. Never from an interrupt handler. */
#ifndef SYNC_MUTEX_H
#define SYNC_MUTEX_H

#include "sync/waitq.h"

struct mutex {
	_Atomic(struct thread *) owner;
	_Atomic uint32_t waiting;
	struct waitq waiters;
};

#define MUTEX_INIT(name)                                                                                               \
	{                                                                                                              \
		NULL, 0, WAITQ_INIT((name).waiters)                                                                    \
	}

void mutex_init(struct mutex *mutex);
void mutex_lock(struct mutex *mutex);
bool mutex_trylock(struct mutex *mutex);
void mutex_unlock(struct mutex *mutex);
bool mutex_held(struct mutex *mutex); /* by the calling thread */

/** Many readers or one writer; a waiting writer holds new readers off. */
struct rwlock {
	_Atomic int32_t state; /* readers inside; -1: a writer */
	_Atomic uint32_t writers_waiting;
	struct waitq waiters;
};

void rwlock_init(struct rwlock *lock);
void rwlock_read_lock(struct rwlock *lock);
bool rwlock_read_trylock(struct rwlock *lock);
void rwlock_read_unlock(struct rwlock *lock);
void rwlock_write_lock(struct rwlock *lock);
void rwlock_write_unlock(struct rwlock *lock);

#endif
