/* SPDX-License-Identifier: BSD-3-Clause */
/* pthread_once: 0 not run, 1 running, 2 running and somebody waits, 3 done. */
#include "thread.h"
#include <limits.h>

enum {
	ONCE_NEW,
	ONCE_RUNNING,
	ONCE_AWAITED,
	ONCE_DONE
};

static void once_finish(pthread_once_t *once, unsigned int state)
{
	if (__atomic_exchange_n(&once->__state, state, __ATOMIC_ACQ_REL) == ONCE_AWAITED)
		port_futex_wake(&once->__state, INT_MAX);
}

/* The routine was cancelled: as if it had never been called. */
static void once_undo(void *once)
{
	once_finish(once, ONCE_NEW);
}

static void once_run(pthread_once_t *once, void (*routine)(void))
{
	struct _pthread_cleanup_context cleanup;
	_pthread_cleanup_push(&cleanup, once_undo, once);
	routine();
	_pthread_cleanup_pop(&cleanup, 0);
	once_finish(once, ONCE_DONE);
}

int pthread_once(pthread_once_t *once, void (*routine)(void))
{
	for (;;) {
		unsigned int state = ONCE_NEW;
		if (__atomic_compare_exchange_n(
			    &once->__state, &state, ONCE_RUNNING, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
			once_run(once, routine);
			return 0;
		}
		if (state == ONCE_DONE)
			return 0;
		if (state == ONCE_AWAITED || __atomic_compare_exchange_n(&once->__state, &state, ONCE_AWAITED, 0,
						     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			port_futex_wait(&once->__state, ONCE_AWAITED);
	}
}
