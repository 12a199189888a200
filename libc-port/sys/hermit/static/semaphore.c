/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Semaphores. Value and number of waiters change together, in one 64-bit word: a post must not look at the semaphore
 * again once another thread could have taken and freed it.
 */
#include "thread.h"
#include <semaphore.h>
#include <time.h>

#define ONE_WAITER (1ULL << 32)

static uint64_t *sem_word(sem_t *semaphore)
{
	return (uint64_t *)semaphore;
}

static unsigned int sem_value(uint64_t word)
{
	return (unsigned int)word;
}

int sem_init(sem_t *semaphore, int shared, unsigned int value)
{
	(void)shared;
	if (value > SEM_VALUE_MAX) {
		errno = EINVAL;
		return -1;
	}
	*semaphore = (sem_t){.__value = value};
	return 0;
}

int sem_destroy(sem_t *semaphore)
{
	(void)semaphore;
	return 0;
}

/* Takes one, and `leaving` waiters off the count. */
static bool sem_take(sem_t *semaphore, uint64_t leaving)
{
	uint64_t word = __atomic_load_n(sem_word(semaphore), __ATOMIC_RELAXED);
	do {
		if (sem_value(word) == 0)
			return false;
	} while (!__atomic_compare_exchange_n(
		sem_word(semaphore), &word, word - 1 - leaving, 1, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	return true;
}

int sem_post(sem_t *semaphore)
{
	uint64_t word = __atomic_load_n(sem_word(semaphore), __ATOMIC_RELAXED);
	do {
		if (sem_value(word) == SEM_VALUE_MAX) {
			errno = EOVERFLOW;
			return -1;
		}
	} while (!__atomic_compare_exchange_n(
		sem_word(semaphore), &word, word + 1, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
	if (word >= ONE_WAITER)
		port_futex_wake(&semaphore->__value, 1);
	return 0;
}

int sem_trywait(sem_t *semaphore)
{
	if (sem_take(semaphore, 0))
		return 0;
	errno = EAGAIN;
	return -1;
}

static void sem_leave(void *semaphore)
{
	__atomic_sub_fetch(sem_word(semaphore), ONE_WAITER, __ATOMIC_RELAXED);
}

/* Waits, being counted. 0, ETIMEDOUT, EINVAL, or EINTR, which POSIX wants told. */
static int sem_wait_counted(sem_t *semaphore, const struct timespec *deadline)
{
	while (!sem_take(semaphore, ONE_WAITER)) {
		int64_t answer = port_block(SYS_futex, &semaphore->__value,
			PORT_FUTEX_WAIT_BITSET | PORT_FUTEX_PRIVATE | PORT_FUTEX_REALTIME, 0, deadline, 0,
			PORT_FUTEX_ALL);
		if (answer < 0 && answer != -EAGAIN) {
			sem_leave(semaphore);
			return (int)-answer;
		}
	}
	return 0;
}

static int sem_wait_until(sem_t *semaphore, const struct timespec *deadline)
{
	struct _pthread_cleanup_context cleanup;
	pthread_testcancel();
	if (sem_take(semaphore, 0))
		return 0;
	if (deadline && (deadline->tv_nsec < 0 || deadline->tv_nsec > 999999999)) {
		errno = EINVAL;
		return -1;
	}
	__atomic_add_fetch(sem_word(semaphore), ONE_WAITER, __ATOMIC_RELAXED);
	_pthread_cleanup_push(&cleanup, sem_leave, semaphore);
	int failure = sem_wait_counted(semaphore, deadline);
	_pthread_cleanup_pop(&cleanup, 0);
	if (failure == 0)
		return 0;
	errno = failure;
	return -1;
}

int sem_wait(sem_t *semaphore)
{
	return sem_wait_until(semaphore, NULL);
}

int sem_timedwait(sem_t *__restrict semaphore, const struct timespec *__restrict deadline)
{
	return sem_wait_until(semaphore, deadline);
}

int sem_getvalue(sem_t *__restrict semaphore, int *__restrict value)
{
	*value = (int)sem_value(__atomic_load_n(sem_word(semaphore), __ATOMIC_RELAXED));
	return 0;
}

static int sem_refuse(void)
{
	errno = ENOSYS;
	return -1;
}

sem_t *sem_open(const char *name, int flags, ...)
{
	(void)name, (void)flags;
	sem_refuse();
	return SEM_FAILED;
}

int sem_close(sem_t *semaphore)
{
	(void)semaphore;
	return sem_refuse();
}

int sem_unlink(const char *name)
{
	(void)name;
	return sem_refuse();
}
