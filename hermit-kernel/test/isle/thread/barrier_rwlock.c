/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Barriers, reader-writer locks, semaphores and once-control under load on all cores.
 * @cores 4
 * @timeout 60
 */
#include <semaphore.h>
#include "test.h"

#define THREADS 6
#define ROUNDS  1500

static pthread_barrier_t barrier;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static int once_calls, inside, serial_count, stage[THREADS];
static long first, second;

static void once_body(void)
{
	once_calls++;
}

static void check_barrier(long index, int round)
{
	int i, result;

	stage[index] = round;
	result = pthread_barrier_wait(&barrier);
	if (result == PTHREAD_BARRIER_SERIAL_THREAD)
		__atomic_add_fetch(&serial_count, 1, __ATOMIC_SEQ_CST);
	else
		CHECK_EQ(result, 0);
	for (i = 0; i < THREADS; i++)
		CHECK_OP(__atomic_load_n(&stage[i], __ATOMIC_SEQ_CST), >=, round);
	pthread_barrier_wait(&barrier);
}

static void check_rwlock(int round)
{
	if (round % 5 == 0) {
		CHECK_EQ(pthread_rwlock_wrlock(&rwlock), 0);
		first++;
		second++;
	} else {
		CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
		CHECK_EQ(first, second);
	}
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
}

static void check_semaphore(void)
{
	CHECK_EQ(sem_wait(&semaphore), 0);
	CHECK_OP(__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST), <=, 2);
	__atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
	CHECK_EQ(sem_post(&semaphore), 0);
}

static void *body(void *argument)
{
	int round;

	CHECK_EQ(pthread_once(&once, once_body), 0);
	for (round = 1; round <= ROUNDS; round++) {
		if (round % 4 == 0)
			check_barrier((long)argument, round);
		check_rwlock(round);
		check_semaphore();
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	struct timespec until;
	long i;

	CHECK_EQ(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	CHECK_EQ(sem_init(&semaphore, 0, 2), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(once_calls, 1);
	CHECK_EQ(serial_count, ROUNDS / 4);
	CHECK_EQ(first, THREADS * ROUNDS / 5);
	CHECK_EQ(sem_wait(&semaphore) | sem_wait(&semaphore), 0);
	CHECK_ERRNO(sem_trywait(&semaphore), EAGAIN);
	until = test_timespec(test_clock_ns(CLOCK_REALTIME) + 10000000);
	CHECK_ERRNO(sem_timedwait(&semaphore, &until), ETIMEDOUT);
	return 0;
}
