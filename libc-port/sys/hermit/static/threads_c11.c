/* SPDX-License-Identifier: BSD-3-Clause */
/* C11 threads (ISO/IEC 9899:2011, 7.26) by those of POSIX. */
#include "thread.h"
#include <sched.h>
#include <stdlib.h>
#include <threads.h>
#include <time.h>

static int c11_result(int failure)
{
	switch (failure) {
	case 0:
		return thrd_success;
	case ENOMEM:
		return thrd_nomem;
	case EBUSY:
		return thrd_busy;
	case ETIMEDOUT:
		return thrd_timedout;
	default:
		return thrd_error;
	}
}

struct c11_start {
	thrd_start_t run;
	void *argument;
};

static void *c11_begin(void *start)
{
	struct c11_start own = *(struct c11_start *)start;
	free(start);
	return (void *)(intptr_t)own.run(own.argument);
}

int thrd_create(thrd_t *thread, thrd_start_t run, void *argument)
{
	struct c11_start *start = malloc(sizeof(*start));
	if (start == NULL)
		return thrd_nomem;
	*start = (struct c11_start){run, argument};
	int failure = pthread_create(thread, NULL, c11_begin, start);
	if (failure == 0)
		return thrd_success;
	free(start);
	return failure == EAGAIN ? thrd_nomem : thrd_error;
}

thrd_t thrd_current(void)
{
	return pthread_self();
}

int thrd_detach(thrd_t thread)
{
	return c11_result(pthread_detach(thread));
}

int thrd_equal(thrd_t a, thrd_t b)
{
	return a == b;
}

_Noreturn void thrd_exit(int result)
{
	pthread_exit((void *)(intptr_t)result);
}

int thrd_join(thrd_t thread, int *result)
{
	void *value;
	int failure = pthread_join(thread, &value);
	if (failure == 0 && result)
		*result = (int)(intptr_t)value;
	return c11_result(failure);
}

int thrd_sleep(const struct timespec *time, struct timespec *rest)
{
	int failure = clock_nanosleep(CLOCK_REALTIME, 0, time, rest);
	return failure == 0 ? 0 : failure == EINTR ? -1 : -2;
}

void thrd_yield(void)
{
	sched_yield();
}

void call_once(once_flag *flag, void (*routine)(void))
{
	pthread_once(flag, routine);
}

int mtx_init(mtx_t *mutex, int type)
{
	*mutex = (mtx_t)PTHREAD_MUTEX_INITIALIZER;
	if (type & mtx_recursive)
		mutex->__type = PTHREAD_MUTEX_RECURSIVE;
	return thrd_success;
}

void mtx_destroy(mtx_t *mutex)
{
	pthread_mutex_destroy(mutex);
}

int mtx_lock(mtx_t *mutex)
{
	return c11_result(pthread_mutex_lock(mutex));
}

int mtx_timedlock(mtx_t *__restrict mutex, const struct timespec *__restrict deadline)
{
	return c11_result(pthread_mutex_timedlock(mutex, deadline));
}

int mtx_trylock(mtx_t *mutex)
{
	return c11_result(pthread_mutex_trylock(mutex));
}

int mtx_unlock(mtx_t *mutex)
{
	return c11_result(pthread_mutex_unlock(mutex));
}

int cnd_init(cnd_t *cond)
{
	return c11_result(pthread_cond_init(cond, NULL));
}

void cnd_destroy(cnd_t *cond)
{
	pthread_cond_destroy(cond);
}

int cnd_signal(cnd_t *cond)
{
	return c11_result(pthread_cond_signal(cond));
}

int cnd_broadcast(cnd_t *cond)
{
	return c11_result(pthread_cond_broadcast(cond));
}

int cnd_wait(cnd_t *cond, mtx_t *mutex)
{
	return c11_result(pthread_cond_wait(cond, mutex));
}

int cnd_timedwait(cnd_t *__restrict cond, mtx_t *__restrict mutex, const struct timespec *__restrict deadline)
{
	return c11_result(pthread_cond_timedwait(cond, mutex, deadline));
}

int tss_create(tss_t *key, tss_dtor_t destructor)
{
	return c11_result(pthread_key_create(key, destructor));
}

void tss_delete(tss_t key)
{
	pthread_key_delete(key);
}

void *tss_get(tss_t key)
{
	return pthread_getspecific(key);
}

int tss_set(tss_t key, void *value)
{
	return c11_result(pthread_setspecific(key, value));
}
