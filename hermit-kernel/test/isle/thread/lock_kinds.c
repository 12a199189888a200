/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Mutex kinds: recursive, error-checking, timed, try-lock, process-shared in shared memory, and priority inheritance
 * (which a kernel may refuse by ENOSYS, glibc: ENOTSUP).
 * @cores 2
 */
#include <sys/mman.h>
#include "test.h"

static pthread_mutex_t *make(int type, int shared)
{
	pthread_mutex_t *mutex = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	pthread_mutexattr_t attributes;

	CHECK_EQ(pthread_mutexattr_init(&attributes), 0);
	CHECK_EQ(pthread_mutexattr_settype(&attributes, type), 0);
	CHECK_EQ(pthread_mutexattr_setpshared(&attributes, shared), 0);
	CHECK_EQ(pthread_mutex_init(mutex, &attributes), 0);
	return mutex;
}

static void *try_and_time_out(void *argument)
{
	struct timespec until = test_timespec(test_clock_ns(CLOCK_REALTIME) + 10000000);

	CHECK_EQ(pthread_mutex_trylock(argument), EBUSY);
	CHECK_EQ(pthread_mutex_timedlock(argument, &until), ETIMEDOUT);
	until = test_timespec(test_now_ns() + 10000000);
	CHECK_EQ(pthread_mutex_clocklock(argument, CLOCK_MONOTONIC, &until), ETIMEDOUT);
	return NULL;
}

static void *add(void *argument)
{
	int i;

	for (i = 0; i < 10000; i++) {
		CHECK_EQ(pthread_mutex_lock(argument), 0);
		((long *)argument)[100]++;
		CHECK_EQ(pthread_mutex_unlock(argument), 0);
	}
	return NULL;
}

static void count_in_threads(pthread_mutex_t *mutex)
{
	pthread_t threads[3];
	int i;

	for (i = 0; i < 3; i++)
		threads[i] = test_thread(add, mutex);
	for (i = 0; i < 3; i++)
		test_join(threads[i]);
	CHECK_EQ(((long *)mutex)[100], 30000);
}

static void check_priority_inheritance(void)
{
	pthread_mutex_t *mutex = make(PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_PRIVATE);
	pthread_mutexattr_t attributes;
	int result;

	CHECK_EQ(pthread_mutexattr_init(&attributes), 0);
	CHECK_EQ(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT), 0);
	result = pthread_mutex_init(mutex, &attributes);
	if (result == ENOTSUP)
		return;
	CHECK_EQ(result, 0);
	count_in_threads(mutex);
}

int main(void)
{
	pthread_mutex_t *mutex = make(PTHREAD_MUTEX_RECURSIVE, PTHREAD_PROCESS_PRIVATE);

	CHECK_EQ(pthread_mutex_lock(mutex) | pthread_mutex_lock(mutex), 0);
	CHECK_EQ(pthread_mutex_unlock(mutex), 0);
	test_join(test_thread(try_and_time_out, mutex));
	CHECK_EQ(pthread_mutex_unlock(mutex), 0);
	CHECK_EQ(pthread_mutex_unlock(mutex), EPERM);
	mutex = make(PTHREAD_MUTEX_ERRORCHECK, PTHREAD_PROCESS_PRIVATE);
	CHECK_EQ(pthread_mutex_lock(mutex), 0);
	CHECK_EQ(pthread_mutex_lock(mutex), EDEADLK);
	CHECK_EQ(pthread_mutex_unlock(mutex), 0);
	count_in_threads(make(PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_SHARED));
	check_priority_inheritance();
	return 0;
}
