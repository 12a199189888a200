/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * With SA_RESTART, reads, writes, futex and semaphore waits go on after the handler as if nothing had happened.
 * @cores 2
 */
#include <linux/futex.h>
#include <semaphore.h>
#include "test.h"

static int ends[2];
static uint32_t word;
static sem_t semaphore;
static volatile int handled, done, started;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *reader(void *argument TEST_UNUSED)
{
	char bytes[4];

	started = 1;
	CHECK_EQ(read(ends[0], bytes, 4), 3);
	CHECK_EQ(memcmp(bytes, "abc", 3), 0);
	done = 1;
	return NULL;
}

static void *futex_waiter(void *argument TEST_UNUSED)
{
	started = 1;
	CHECK_EQ(syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0), 0);
	done = 1;
	return NULL;
}

static void *semaphore_waiter(void *argument TEST_UNUSED)
{
	started = 1;
	CHECK_EQ(sem_wait(&semaphore), 0);
	done = 1;
	return NULL;
}

static pthread_t start_and_disturb(void *(*body)(void *))
{
	pthread_t thread;
	int i;

	started = done = handled = 0;
	thread = test_thread(body, NULL);
	while (!started)
		sched_yield();
	for (i = 1; i <= 20; i++) {
		test_sleep_ms(2);
		CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
		while (handled < i)
			sched_yield();
	}
	CHECK_EQ(done, 0);
	return thread;
}

int main(void)
{
	pthread_t thread;

	test_handle(SIGUSR1, handler, SA_RESTART);
	CHECK_EQ(pipe(ends), 0);
	thread = start_and_disturb(reader);
	CHECK_EQ(write(ends[1], "abc", 3), 3);
	test_join(thread);

	thread = start_and_disturb(futex_waiter);
	while (!done)
		OK(syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0));
	test_join(thread);

	sem_init(&semaphore, 0, 0);
	thread = start_and_disturb(semaphore_waiter);
	CHECK_EQ(sem_post(&semaphore), 0);
	test_join(thread);
	return 0;
}
