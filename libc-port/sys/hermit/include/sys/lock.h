/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Locks of newlib itself (stdio, malloc, atexit, …): futexes without any set-up, so that a FILE's lock needs no memory.
 * A recursive lock knows its owner by the address of the owner's control block.
 */
#ifndef HERMIT_SYS_LOCK_H
#define HERMIT_SYS_LOCK_H

#ifdef __cplusplus
extern "C" {
#endif

struct __hermit_lock {
	unsigned int word; /* 0 free, 1 held, 2 held and somebody waits */
	unsigned int depth;
	void *owner;
};

typedef struct __hermit_lock _LOCK_T;
typedef struct __hermit_lock _LOCK_RECURSIVE_T;

void __hermit_lock_acquire(struct __hermit_lock *lock);
int __hermit_lock_try(struct __hermit_lock *lock);
void __hermit_lock_release(struct __hermit_lock *lock);
void __hermit_lock_acquire_recursive(struct __hermit_lock *lock);
int __hermit_lock_try_recursive(struct __hermit_lock *lock);
void __hermit_lock_release_recursive(struct __hermit_lock *lock);

#define __LOCK_INIT(class, lock)           class _LOCK_T lock = {0, 0, 0};
#define __LOCK_INIT_RECURSIVE(class, lock) class _LOCK_RECURSIVE_T lock = {0, 0, 0};

#define __lock_init(lock)                  ((lock) = (_LOCK_T){0, 0, 0})
#define __lock_init_recursive(lock)        ((lock) = (_LOCK_RECURSIVE_T){0, 0, 0})
#define __lock_close(lock)                 ((void)0)
#define __lock_close_recursive(lock)       ((void)0)
#define __lock_acquire(lock)               __hermit_lock_acquire(&(lock))
#define __lock_acquire_recursive(lock)     __hermit_lock_acquire_recursive(&(lock))
#define __lock_try_acquire(lock)           __hermit_lock_try(&(lock))
#define __lock_try_acquire_recursive(lock) __hermit_lock_try_recursive(&(lock))
#define __lock_release(lock)               __hermit_lock_release(&(lock))
#define __lock_release_recursive(lock)     __hermit_lock_release_recursive(&(lock))

#ifdef __cplusplus
}
#endif

#endif
