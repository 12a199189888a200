/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Types of <pthread.h>. Everything zero is initialised, so the initialisers are all zeroes. Words that threads wait on
 * are futexes.
 */
#ifndef _SYS__PTHREADTYPES_H_
#define _SYS__PTHREADTYPES_H_

#include <sys/cdefs.h>
#include <sys/cpuset.h>
#include <sys/sched.h>

typedef struct __hermit_thread *pthread_t;
typedef unsigned int pthread_key_t;

#define PTHREAD_SCOPE_PROCESS         0
#define PTHREAD_SCOPE_SYSTEM          1
#define PTHREAD_INHERIT_SCHED         1
#define PTHREAD_EXPLICIT_SCHED        2
#define PTHREAD_CREATE_DETACHED       0
#define PTHREAD_CREATE_JOINABLE       1
#define PTHREAD_PROCESS_PRIVATE       0
#define PTHREAD_PROCESS_SHARED        1
#define PTHREAD_STACK_MIN             16384
#define PTHREAD_KEYS_MAX              128
#define PTHREAD_DESTRUCTOR_ITERATIONS 4

typedef struct {
	int is_initialized;
	int detachstate;
	void *stackaddr; /* lowest byte; NULL: the library allocates it */
	size_t stacksize;
	size_t guardsize;
	struct sched_param schedparam;
	size_t cpusetsize; /* 0: as the creator */
	cpu_set_t cpuset;
} pthread_attr_t;

#define PTHREAD_MUTEX_NORMAL     0
#define PTHREAD_MUTEX_RECURSIVE  1
#define PTHREAD_MUTEX_ERRORCHECK 2
#define PTHREAD_MUTEX_DEFAULT    PTHREAD_MUTEX_NORMAL

typedef struct {
	unsigned int __word; /* 0 free, 1 held, 2 held and somebody waits */
	int __type;
	unsigned int __depth;
	int __owner; /* thread id, 0 for none; types other than normal only */
} pthread_mutex_t;

typedef struct {
	int is_initialized;
	int process_shared;
	int type;
} pthread_mutexattr_t;

#define PTHREAD_MUTEX_STALLED 0
#define PTHREAD_MUTEX_ROBUST  1 /* refused with ENOTSUP */

__BEGIN_DECLS
int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust);
int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attributes, int *robust);
int pthread_mutex_consistent(pthread_mutex_t *mutex);
__END_DECLS

#define _PTHREAD_MUTEX_INITIALIZER                                                                                     \
	{                                                                                                              \
		0, PTHREAD_MUTEX_NORMAL, 0, 0                                                                          \
	}
#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP                                                                         \
	{                                                                                                              \
		0, PTHREAD_MUTEX_RECURSIVE, 0, 0                                                                       \
	}
#define PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP                                                                        \
	{                                                                                                              \
		0, PTHREAD_MUTEX_ERRORCHECK, 0, 0                                                                      \
	}

typedef struct {
	unsigned int __round; /* changes with each signal */
	unsigned int __waiters;
	unsigned int __clock; /* the kernel's number */
	unsigned int __spare;
} pthread_cond_t;

#define _PTHREAD_COND_INITIALIZER                                                                                      \
	{                                                                                                              \
		0, 0, 0, 0                                                                                             \
	}

typedef struct {
	int is_initialized;
	clockid_t clock;
	int process_shared;
} pthread_condattr_t;

typedef struct {
	unsigned int __state; /* 0 not run, 1 running, 2 running and somebody waits, 3 done */
} pthread_once_t;

#define _PTHREAD_ONCE_INIT                                                                                             \
	{                                                                                                              \
		0                                                                                                      \
	}

typedef struct {
	unsigned int __count; /* how many it waits for */
	unsigned int __arrived;
	unsigned int __round;
	unsigned int __leaving; /* threads that have not left the last round yet */
} pthread_barrier_t;

typedef struct {
	int is_initialized;
	int process_shared;
} pthread_barrierattr_t;

typedef unsigned int pthread_spinlock_t;

typedef struct {
	unsigned int __state; /* readers that hold it, or a writer, and who waits: rwlock.c */
	unsigned int __spare[3];
} pthread_rwlock_t;

#define _PTHREAD_RWLOCK_INITIALIZER                                                                                    \
	{                                                                                                              \
		0,                                                                                                     \
		{                                                                                                      \
			0, 0, 0                                                                                        \
		}                                                                                                      \
	}

typedef struct {
	int is_initialized;
	int process_shared;
} pthread_rwlockattr_t;

#endif
