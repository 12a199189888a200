/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * POSIX threads: arguments and results, a mutex that protects a counter, a bounded queue on condition variables,
 * many threads at the same time, many one after the other.
 *
 * @expect ^threads: all passed$
 */
#include "lib/check.h"

#include <pthread.h>
#include <stdint.h>

#define WORKERS    4
#define INCREMENTS 20000
#define ITEMS      5000
#define SLOTS      8
#define ALIVE      64
#define SEQUENCE   500

static pthread_t start(void *(*body)(void *), void *argument)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, body, argument);
	CHECK(error == 0, "pthread_create: %d", error);
	return thread;
}

static void *join(pthread_t thread)
{
	void *result = NULL;
	int error = pthread_join(thread, &result);
	CHECK(error == 0, "pthread_join: %d", error);
	return result;
}

static _Thread_local uintptr_t own; /* each thread has its own, which begins as 0 */

static void *square(void *argument)
{
	CHECK(own == 0, "a fresh thread's variable is %lu", (unsigned long)own);
	own = (uintptr_t)argument;
	return (void *)(own * own);
}

static void check_results(void)
{
	pthread_t threads[WORKERS];
	for (uintptr_t i = 0; i < WORKERS; i++)
		threads[i] = start(square, (void *)(i + 10));
	for (uintptr_t i = 0; i < WORKERS; i++) {
		uintptr_t result = (uintptr_t)join(threads[i]);
		CHECK(result == (i + 10) * (i + 10), "thread %lu returned %lu", (unsigned long)i,
			(unsigned long)result);
	}
	CHECK(own == 0, "the main thread's variable is %lu", (unsigned long)own);
}

static pthread_mutex_t counter_lock = PTHREAD_MUTEX_INITIALIZER;
static long counter; /* under counter_lock */

static void *increment(void *unused)
{
	(void)unused;
	for (int i = 0; i < INCREMENTS; i++) {
		pthread_mutex_lock(&counter_lock);
		long seen = counter;
		__asm__ volatile("" ::: "memory"); /* the addition stays a load and a store */
		counter = seen + 1;
		pthread_mutex_unlock(&counter_lock);
	}
	return NULL;
}

static void check_mutex(void)
{
	pthread_t threads[WORKERS];
	for (int i = 0; i < WORKERS; i++)
		threads[i] = start(increment, NULL);
	for (int i = 0; i < WORKERS; i++)
		join(threads[i]);
	CHECK(counter == (long)WORKERS * INCREMENTS, "counter is %ld, expected %d", counter, WORKERS * INCREMENTS);
}

static struct {
	pthread_mutex_t lock;
	pthread_cond_t not_empty, not_full;
	int slots[SLOTS]; /* under lock, as the rest */
	int first, used;
} queue = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .not_empty = PTHREAD_COND_INITIALIZER, .not_full = PTHREAD_COND_INITIALIZER};

static void queue_put(int item)
{
	pthread_mutex_lock(&queue.lock);
	while (queue.used == SLOTS)
		pthread_cond_wait(&queue.not_full, &queue.lock);
	queue.slots[(queue.first + queue.used++) % SLOTS] = item;
	pthread_cond_signal(&queue.not_empty);
	pthread_mutex_unlock(&queue.lock);
}

static int queue_take(void)
{
	pthread_mutex_lock(&queue.lock);
	while (queue.used == 0)
		pthread_cond_wait(&queue.not_empty, &queue.lock);
	int item = queue.slots[queue.first];
	queue.first = (queue.first + 1) % SLOTS;
	queue.used--;
	pthread_cond_signal(&queue.not_full);
	pthread_mutex_unlock(&queue.lock);
	return item;
}

/* Takes until it finds 0; returns the sum. */
static void *consume(void *unused)
{
	uintptr_t sum = 0;
	(void)unused;
	for (int item; (item = queue_take());)
		sum += (uintptr_t)item;
	return (void *)sum;
}

static void check_condition(void)
{
	pthread_t consumers[2];
	for (int i = 0; i < 2; i++)
		consumers[i] = start(consume, NULL);
	for (int item = 1; item <= ITEMS; item++)
		queue_put(item);
	for (int i = 0; i < 2; i++)
		queue_put(0);
	unsigned long sum = (unsigned long)(uintptr_t)join(consumers[0]);
	sum += (unsigned long)(uintptr_t)join(consumers[1]);
	CHECK(sum == (unsigned long)ITEMS * (ITEMS + 1) / 2, "the consumers' sum is %lu", sum);
	CHECK(queue.used == 0, "%d items are left in the queue", queue.used);
}

static pthread_barrier_t all_alive;

static void *meet(void *argument)
{
	int result = pthread_barrier_wait(&all_alive);
	CHECK(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD, "pthread_barrier_wait: %d", result);
	return result == 0 ? NULL : argument;
}

/* All are alive at the same time, or the barrier never opens; exactly one is told that it was the last. */
static void check_many(void)
{
	static pthread_t threads[ALIVE];
	int last = 0;
	CHECK(pthread_barrier_init(&all_alive, NULL, ALIVE) == 0, "pthread_barrier_init failed");
	for (int i = 0; i < ALIVE; i++)
		threads[i] = start(meet, &all_alive);
	for (int i = 0; i < ALIVE; i++)
		last += join(threads[i]) != NULL;
	CHECK(last == 1, "%d threads were told that they were the last, expected 1", last);
	CHECK(pthread_barrier_destroy(&all_alive) == 0, "pthread_barrier_destroy failed");
}

static void check_sequence(void)
{
	for (uintptr_t i = 1; i <= SEQUENCE; i++) {
		uintptr_t result = (uintptr_t)join(start(square, (void *)i));
		CHECK(result == i * i, "thread %lu returned %lu", (unsigned long)i, (unsigned long)result);
	}
}

int main(void)
{
	check_results();
	check_mutex();
	check_condition();
	check_many();
	check_sequence();
	puts("threads: all passed");
	return 0;
}
