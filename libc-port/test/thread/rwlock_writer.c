/* SPDX-License-Identifier: BSD-3-Clause */
/* Readers that take turns do not keep a writer out; a thread that reads already may read again while a writer waits; a
 * writer whose time is up lets the readers in. */
#include "test.h"
#include <pthread.h>
#include <time.h>
#include <unistd.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int stop, writes;

static void *read_always(void *argument)
{
	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		CHECK_EQ(pthread_rwlock_rdlock(&lock), 0);
		for (volatile int i = 0; i < 2000; i++)
			;
		CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	}
	return argument;
}

static void check_turns(void)
{
	pthread_t readers[8];
	for (int i = 0; i < 8; i++)
		CHECK_EQ(pthread_create(&readers[i], NULL, read_always, NULL), 0);
	for (; writes < 20; writes++) {
		CHECK_EQ(pthread_rwlock_wrlock(&lock), 0);
		CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
	for (int i = 0; i < 8; i++)
		CHECK_EQ(pthread_join(readers[i], NULL), 0);
}

static void *write_once(void *argument)
{
	CHECK_EQ(pthread_rwlock_wrlock(&lock), 0);
	CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	return argument;
}

static void *read_held_back(void *argument)
{
	CHECK_EQ(pthread_rwlock_tryrdlock(&lock), EBUSY); /* a writer waits */
	return argument;
}

static void in_thread(void *(*run)(void *), pthread_t *thread)
{
	CHECK_EQ(pthread_create(thread, NULL, run, NULL), 0);
	usleep(50000);
}

static void check_twice(void)
{
	pthread_t writer, reader;
	CHECK_EQ(pthread_rwlock_rdlock(&lock), 0);
	in_thread(write_once, &writer);
	in_thread(read_held_back, &reader);
	CHECK_EQ(pthread_join(reader, NULL), 0);
	CHECK_EQ(pthread_rwlock_rdlock(&lock), 0);
	CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	CHECK_EQ(pthread_join(writer, NULL), 0);
}

static void *write_in_vain(void *argument)
{
	struct timespec soon;
	clock_gettime(CLOCK_REALTIME, &soon);
	soon.tv_sec++;
	CHECK_EQ(pthread_rwlock_timedwrlock(&lock, &soon), ETIMEDOUT);
	return argument;
}

static void *read_once(void *argument)
{
	CHECK_EQ(pthread_rwlock_rdlock(&lock), 0);
	CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	return argument;
}

static void check_vain(void)
{
	pthread_t writer, reader;
	CHECK_EQ(pthread_rwlock_rdlock(&lock), 0);
	in_thread(write_in_vain, &writer);
	in_thread(read_once, &reader);
	CHECK_EQ(pthread_join(writer, NULL), 0);
	CHECK_EQ(pthread_join(reader, NULL), 0); /* while the lock is still held for reading */
	CHECK_EQ(pthread_rwlock_unlock(&lock), 0);
	CHECK_EQ(pthread_rwlock_destroy(&lock), 0);
}

int main(void)
{
	check_turns();
	check_twice();
	check_vain();
	return 0;
}
