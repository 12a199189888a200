/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * exit_group ends the process at once, whatever its threads do: spin, sleep, wait in system calls, hold locks.
 * @cores 2
 * @case by_main 5 main
 * @case by_thread 6 thread
 * @case by_return 7 return
 * @case by_signal 143 signal
 */
#include "test.h"

static int ends[2];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t started;

static void *body(void *argument)
{
	char byte;

	pthread_barrier_wait(&started);
	switch ((long)argument % 4) {
	case 0:
		for (;;)
			__asm__ volatile("");
	case 1:
		OK(read(ends[0], &byte, 1));
		break;
	case 2:
		pthread_mutex_lock(&lock);
		pthread_mutex_lock(&lock);
		break;
	default:
		for (;;)
			pause();
	}
	return NULL;
}

static void *leave(void *argument TEST_UNUSED)
{
	exit(6);
}

int main(int argc, char **argv)
{
	long i;

	CHECK_EQ(argc, 2);
	CHECK_EQ(pipe(ends), 0);
	pthread_mutex_lock(&lock);
	CHECK_EQ(pthread_barrier_init(&started, NULL, 13), 0);
	for (i = 0; i < 12; i++)
		test_thread(body, (void *)i);
	pthread_barrier_wait(&started);
	test_sleep_ms(10);
	if (strcmp(argv[1], "main") == 0)
		exit(5);
	if (strcmp(argv[1], "signal") == 0)
		kill(getpid(), SIGTERM);
	if (strcmp(argv[1], "thread") == 0)
		test_join(test_thread(leave, NULL));
	return 7;
}
