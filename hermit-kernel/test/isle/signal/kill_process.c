/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A signal to the process goes to one thread that does not block it, once; pending for all while every thread blocks
 * it.
 * @cores 4
 */
#include "test.h"

#define THREADS 5

static volatile pid_t handled_by;
static int handled;
static volatile int stop;
static pthread_barrier_t ready;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	CHECK_EQ(info->si_code, SI_USER);
	handled_by = test_gettid();
	__atomic_add_fetch(&handled, 1, __ATOMIC_SEQ_CST);
}

static void *body(void *argument)
{
	sigset_t set = test_sigset(SIGUSR1);
	struct timespec tick = {0, 1000000};

	if (argument) {
		CHECK_EQ(pthread_sigmask(SIG_UNBLOCK, &set, NULL), 0);
		*(pid_t *)argument = test_gettid();
	}
	pthread_barrier_wait(&ready);
	while (!stop)
		nanosleep(&tick, NULL);
	return NULL;
}

int main(void)
{
	sigset_t set = test_sigset(SIGUSR1), pending;
	pthread_t threads[THREADS];
	pid_t open_thread = 0;
	int i;

	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0); /* inherited by the threads */
	pthread_barrier_init(&ready, NULL, THREADS + 1);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, i == 3 ? &open_thread : NULL);
	pthread_barrier_wait(&ready);
	for (i = 1; i <= 100; i++) {
		CHECK_EQ(kill(getpid(), SIGUSR1), 0);
		while (__atomic_load_n(&handled, __ATOMIC_SEQ_CST) < i)
			sched_yield();
		CHECK_EQ(handled_by, open_thread);
	}
	stop = 1;
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(handled, 100);

	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK_EQ(sigpending(&pending), 0);
	CHECK_EQ(sigismember(&pending, SIGUSR1), 1);
	CHECK_EQ(sigprocmask(SIG_UNBLOCK, &set, NULL), 0);
	CHECK_EQ(handled, 101);
	CHECK_EQ(handled_by, getpid());
	return 0;
}
