/* SPDX-License-Identifier: BSD-3-Clause */
/* Condition variables: hand-over between threads, broadcast, deadlines on both clocks. */
#include "test.h"
#include <pthread.h>
#include <time.h>

#define THREADS 8
#define ROUNDS  20000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER, emptied = PTHREAD_COND_INITIALIZER;
static int full, waiting, go;
static long sum;

static void *consume(void *argument)
{
	(void)argument;
	for (int i = 0; i < ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		while (!full)
			CHECK_EQ(pthread_cond_wait(&filled, &mutex), 0);
		sum += full;
		full = 0;
		pthread_cond_signal(&emptied);
		pthread_mutex_unlock(&mutex);
	}
	return NULL;
}

static void check_hand_over(void)
{
	pthread_t thread;
	CHECK_EQ(pthread_create(&thread, NULL, consume, NULL), 0);
	for (int i = 1; i <= ROUNDS; i++) {
		pthread_mutex_lock(&mutex);
		while (full)
			CHECK_EQ(pthread_cond_wait(&emptied, &mutex), 0);
		full = i;
		pthread_cond_signal(&filled);
		pthread_mutex_unlock(&mutex);
	}
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(sum, (long)ROUNDS * (ROUNDS + 1) / 2);
}

static void *wait_go(void *argument)
{
	(void)argument;
	pthread_mutex_lock(&mutex);
	waiting++;
	pthread_cond_signal(&emptied);
	while (!go)
		pthread_cond_wait(&filled, &mutex);
	waiting--;
	pthread_mutex_unlock(&mutex);
	return NULL;
}

static void check_broadcast(void)
{
	pthread_t threads[THREADS];
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], NULL, wait_go, NULL), 0);
	pthread_mutex_lock(&mutex);
	while (waiting < THREADS)
		pthread_cond_wait(&emptied, &mutex);
	go = 1;
	CHECK_EQ(pthread_cond_broadcast(&filled), 0);
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_join(threads[i], NULL), 0);
	CHECK_EQ(waiting, 0);
}

static void check_deadline(clockid_t clock)
{
	pthread_condattr_t attributes;
	pthread_cond_t cond;
	struct timespec deadline, after;
	CHECK_EQ(pthread_condattr_init(&attributes), 0);
	CHECK_EQ(pthread_condattr_setclock(&attributes, clock), 0);
	CHECK_EQ(pthread_cond_init(&cond, &attributes), 0);
	clock_gettime(clock, &deadline);
	deadline.tv_nsec += 30000000;
	if (deadline.tv_nsec >= 1000000000) {
		deadline.tv_sec++;
		deadline.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&mutex);
	CHECK_EQ(pthread_cond_timedwait(&cond, &mutex, &deadline), ETIMEDOUT);
	CHECK_EQ(pthread_mutex_trylock(&mutex), EBUSY);
	pthread_mutex_unlock(&mutex);
	clock_gettime(clock, &after);
	CHECK(after.tv_sec > deadline.tv_sec || (after.tv_sec == deadline.tv_sec && after.tv_nsec >= deadline.tv_nsec));
	CHECK_EQ(pthread_cond_destroy(&cond), 0);
}

int main(void)
{
	pthread_condattr_t attributes;
	check_hand_over();
	check_broadcast();
	check_deadline(CLOCK_REALTIME);
	check_deadline(CLOCK_MONOTONIC);
	pthread_condattr_init(&attributes);
	CHECK_EQ(pthread_condattr_setclock(&attributes, CLOCK_PROCESS_CPUTIME_ID), EINVAL);
	return 0;
}
