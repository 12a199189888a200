/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pthread_cancel, which glibc does by a signal of its own, ends threads in blocking calls and runs their clean-up.
 * @cores 2
 */
#include "test.h"

static int ends[2];
static volatile int cleaned;
static volatile int started;

static void cleanup(void *argument)
{
	cleaned += (int)(long)argument;
}

static void *in_read(void *argument TEST_UNUSED)
{
	char byte;

	pthread_cleanup_push(cleanup, (void *)1);
	started = 1;
	OK(read(ends[0], &byte, 1));
	pthread_cleanup_pop(0);
	return NULL;
}

static void *in_condition(void *argument TEST_UNUSED)
{
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t never = PTHREAD_COND_INITIALIZER;

	pthread_cleanup_push(cleanup, (void *)10);
	pthread_mutex_lock(&lock);
	started = 1;
	for (;;)
		pthread_cond_wait(&never, &lock);
	pthread_cleanup_pop(0);
	return NULL;
}

static void *in_loop(void *argument TEST_UNUSED)
{
	int old;

	pthread_cleanup_push(cleanup, (void *)100);
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &old);
	started = 1;
	for (;;)
		__asm__ volatile("");
	pthread_cleanup_pop(0);
	return NULL;
}

static void cancel(void *(*body)(void *))
{
	pthread_t thread;

	started = 0;
	thread = test_thread(body, NULL);
	while (!started)
		sched_yield();
	test_sleep_ms(5);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(test_join(thread), PTHREAD_CANCELED);
}

int main(void)
{
	CHECK_EQ(pipe(ends), 0);
	cancel(in_read);
	CHECK_EQ(cleaned, 1);
	cancel(in_condition);
	CHECK_EQ(cleaned, 11);
	cancel(in_loop);
	CHECK_EQ(cleaned, 111);
	return 0;
}
