/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * newlib's own locks: a word that is 0 (free), 1 (held) or 2 (held, and somebody may wait). Who waits has set 2, and
 * takes the lock with 2, as others may wait beside it; release wakes one only where it finds 2.
 */
#include "port.h"
#include <stdbool.h>
#include <sys/lock.h>

int __hermit_lock_try(struct __hermit_lock *lock)
{
	unsigned int expected = 0;
	return !__atomic_compare_exchange_n(&lock->word, &expected, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

void __hermit_lock_acquire(struct __hermit_lock *lock)
{
	if (__hermit_lock_try(lock) == 0)
		return;
	while (__atomic_exchange_n(&lock->word, 2, __ATOMIC_ACQUIRE) != 0)
		port_futex_wait(&lock->word, 2);
}

void __hermit_lock_release(struct __hermit_lock *lock)
{
	if (__atomic_exchange_n(&lock->word, 0, __ATOMIC_RELEASE) == 2)
		port_futex_wake(&lock->word, 1);
}

/* Only the owner itself can find its own mark there, so a relaxed read is enough. The mark is the thread's control
 * block, whose address lies in its first word (x86-64 ABI, thread-local storage). */
static inline void *lock_owner(void)
{
	void *self;
	__asm__("mov %%fs:0, %0" : "=r"(self));
	return self;
}

static bool lock_is_mine(struct __hermit_lock *lock)
{
	return __atomic_load_n(&lock->owner, __ATOMIC_RELAXED) == lock_owner();
}

static void lock_note_owner(struct __hermit_lock *lock)
{
	__atomic_store_n(&lock->owner, lock_owner(), __ATOMIC_RELAXED);
	lock->depth = 1;
}

void __hermit_lock_acquire_recursive(struct __hermit_lock *lock)
{
	if (lock_is_mine(lock)) {
		lock->depth++;
		return;
	}
	__hermit_lock_acquire(lock);
	lock_note_owner(lock);
}

int __hermit_lock_try_recursive(struct __hermit_lock *lock)
{
	if (lock_is_mine(lock)) {
		lock->depth++;
		return 0;
	}
	if (__hermit_lock_try(lock) != 0)
		return 1;
	lock_note_owner(lock);
	return 0;
}

void __hermit_lock_release_recursive(struct __hermit_lock *lock)
{
	if (--lock->depth > 0)
		return;
	__atomic_store_n(&lock->owner, NULL, __ATOMIC_RELAXED);
	__hermit_lock_release(lock);
}
