/* SPDX-License-Identifier: BSD-3-Clause */
/* Waiting with a recursive mutex: a cancelled waiter has all its locks back; who does not hold it changes nothing. */
#include "test.h"
#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int cleaned;

static void unlock_all(void *argument)
{
	(void)argument;
	CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
	CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
	CHECK_EQ(pthread_mutex_unlock(&mutex), EPERM);
	cleaned = 1;
}

static void *wait_twice_locked(void *argument)
{
	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	pthread_cleanup_push(unlock_all, NULL);
	for (;;)
		pthread_cond_wait(&cond, &mutex);
	pthread_cleanup_pop(0);
	return argument;
}

static void *wait_unlocked(void *argument)
{
	CHECK_EQ(pthread_cond_wait(&cond, &mutex), EPERM);
	return argument;
}

int main(void)
{
	pthread_t thread;
	void *result;
	CHECK_EQ(pthread_create(&thread, NULL, wait_twice_locked, NULL), 0);
	usleep(50000);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_EQ(cleaned, 1);

	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	CHECK_EQ(pthread_create(&thread, NULL, wait_unlocked, NULL), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	unlock_all(NULL);
	return 0;
}
