/* SPDX-License-Identifier: BSD-3-Clause */
/* Mutexes of all types: exclusion, owners, depth, trying, and deadlines. */
#include "test.h"
#include <pthread.h>
#include <time.h>

#define THREADS 4
#define ROUNDS  100000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long counter;

static void *count(void *argument)
{
	pthread_mutex_t *lock = argument;
	for (int i = 0; i < ROUNDS; i++) {
		CHECK_EQ(pthread_mutex_lock(lock), 0);
		counter++;
		CHECK_EQ(pthread_mutex_unlock(lock), 0);
	}
	return NULL;
}

static void *try_held(void *argument)
{
	struct timespec deadline;
	CHECK_EQ(pthread_mutex_trylock(argument), EBUSY);
	clock_gettime(CLOCK_REALTIME, &deadline);
	deadline.tv_nsec += 20000000;
	if (deadline.tv_nsec >= 1000000000) {
		deadline.tv_sec++;
		deadline.tv_nsec -= 1000000000;
	}
	CHECK_EQ(pthread_mutex_timedlock(argument, &deadline), ETIMEDOUT);
	deadline.tv_nsec = 1000000000;
	CHECK_EQ(pthread_mutex_timedlock(argument, &deadline), EINVAL);
	return NULL;
}

static void *unlock_foreign(void *argument)
{
	CHECK_EQ(pthread_mutex_unlock(argument), EPERM);
	return NULL;
}

static void in_thread(void *(*run)(void *), pthread_mutex_t *lock)
{
	pthread_t thread;
	CHECK_EQ(pthread_create(&thread, NULL, run, lock), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
}

static void check_exclusion(int type)
{
	pthread_mutexattr_t attributes;
	pthread_mutex_t lock;
	pthread_t threads[THREADS];
	CHECK_EQ(pthread_mutexattr_init(&attributes), 0);
	CHECK_EQ(pthread_mutexattr_settype(&attributes, type), 0);
	CHECK_EQ(pthread_mutex_init(&lock, &attributes), 0);
	counter = 0;
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, count, &lock), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_EQ(counter, (long)THREADS * ROUNDS);
	CHECK_EQ(pthread_mutex_lock(&lock), 0);
	in_thread(try_held, &lock);
	if (type != PTHREAD_MUTEX_NORMAL)
		in_thread(unlock_foreign, &lock);
	CHECK_EQ(pthread_mutex_destroy(&lock), EBUSY);
	CHECK_EQ(pthread_mutex_unlock(&lock), 0);
	CHECK_EQ(pthread_mutex_destroy(&lock), 0);
}

int main(void)
{
	check_exclusion(PTHREAD_MUTEX_NORMAL);
	check_exclusion(PTHREAD_MUTEX_RECURSIVE);
	check_exclusion(PTHREAD_MUTEX_ERRORCHECK);
	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	CHECK_EQ(pthread_mutex_trylock(&mutex), EBUSY);
	CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
	pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
	for (int i = 0; i < 5; i++)
		CHECK_EQ(i % 2 ? pthread_mutex_lock(&recursive) : pthread_mutex_trylock(&recursive), 0);
	for (int i = 0; i < 5; i++) {
		in_thread(try_held, &recursive);
		CHECK_EQ(pthread_mutex_unlock(&recursive), 0);
	}
	CHECK_EQ(pthread_mutex_unlock(&recursive), EPERM);
	pthread_mutex_t checked = PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP;
	CHECK_EQ(pthread_mutex_lock(&checked), 0);
	CHECK_EQ(pthread_mutex_lock(&checked), EDEADLK);
	CHECK_EQ(pthread_mutex_unlock(&checked), 0);
	return 0;
}
