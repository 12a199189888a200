/* SPDX-License-Identifier: BSD-3-Clause */
/* Reader-writer locks, barriers, spin locks, semaphores, and once. */
#include "test.h"
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

#define THREADS 6
#define ROUNDS  5000

static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_spinlock_t spin;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t semaphore;
static long a, b, spun, taken, initialised, serial, in_round[ROUNDS];

static void initialise(void)
{
	initialised++;
}

static void use_rwlock(int writer)
{
	if (writer) {
		CHECK_EQ(pthread_rwlock_wrlock(&rwlock), 0);
		a++;
		b++;
	} else {
		CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
		CHECK_EQ(a, b);
	}
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
}

static void *run(void *argument)
{
	for (int i = 0; i < ROUNDS; i++) {
		pthread_once(&once, initialise);
		use_rwlock((long)argument == 0 || i % 8 == 0);
		pthread_spin_lock(&spin);
		spun++;
		pthread_spin_unlock(&spin);
		CHECK_EQ(sem_wait(&semaphore), 0);
		long now = __atomic_add_fetch(&taken, 1, __ATOMIC_RELAXED);
		CHECK(now <= 2);
		__atomic_sub_fetch(&taken, 1, __ATOMIC_RELAXED);
		CHECK_EQ(sem_post(&semaphore), 0);
		if (i % 10 == 0) {
			__atomic_add_fetch(&in_round[i], 1, __ATOMIC_RELAXED);
			int result = pthread_barrier_wait(&barrier);
			CHECK(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
			if (result)
				__atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED);
			CHECK_EQ(in_round[i], THREADS);
		}
	}
	return NULL;
}

static void check_times(void)
{
	struct timespec past = {1, 0};
	int value;
	CHECK_EQ(pthread_rwlock_wrlock(&rwlock), 0);
	CHECK_EQ(pthread_rwlock_tryrdlock(&rwlock), EBUSY);
	CHECK_EQ(pthread_rwlock_timedrdlock(&rwlock, &past), ETIMEDOUT);
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
	CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
	CHECK_EQ(pthread_rwlock_rdlock(&rwlock), 0);
	CHECK_EQ(pthread_rwlock_trywrlock(&rwlock), EBUSY);
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
	CHECK_EQ(pthread_rwlock_unlock(&rwlock), 0);
	CHECK_EQ(sem_getvalue(&semaphore, &value), 0);
	CHECK_EQ(value, 2);
	CHECK_EQ(sem_trywait(&semaphore), 0);
	CHECK_EQ(sem_trywait(&semaphore), 0);
	CHECK_FAILS(sem_trywait(&semaphore), EAGAIN);
	CHECK_FAILS(sem_timedwait(&semaphore, &past), ETIMEDOUT);
}

int main(void)
{
	pthread_t threads[THREADS];
	CHECK_EQ(pthread_barrier_init(&barrier, NULL, 0), EINVAL);
	CHECK_EQ(pthread_barrier_init(&barrier, NULL, THREADS), 0);
	CHECK_EQ(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE), 0);
	CHECK_EQ(sem_init(&semaphore, 0, 2), 0);
	for (long i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, run, (void *)i), 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_EQ(initialised, 1);
	CHECK_EQ(spun, (long)THREADS * ROUNDS);
	CHECK_EQ(serial, ROUNDS / 10);
	CHECK_EQ(a, b);
	CHECK_EQ(a, ROUNDS + (THREADS - 1) * (ROUNDS / 8));
	CHECK_EQ(pthread_barrier_destroy(&barrier), 0);
	check_times();
	return 0;
}
