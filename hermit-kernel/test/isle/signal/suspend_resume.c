/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How JFR and older collectors stop a thread: tgkill(SIGUSR2) to it, its handler reports and waits in sigsuspend for
 * the next SIGUSR2, hundreds of times over several threads, some of which sit in system calls.
 * @cores 4
 * @timeout 60
 */
#include <semaphore.h>
#include "test.h"

#define THREADS 4
#define ROUNDS  20

static sem_t stopped, resumed;
static volatile int stop, suspending;
static volatile long counters[THREADS];
static __thread volatile int inside;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	int saved = errno;
	sigset_t mask;

	if (inside)
		return; /* the signal that resumes */
	inside = 1;
	sigfillset(&mask);
	sigdelset(&mask, SIGUSR2);
	sem_post(&stopped);
	/* Once at least: the signal that resumes is always sent, and one that is left over would begin another round.
	 */
	do
		CHECK_ERRNO(sigsuspend(&mask), EINTR);
	while (suspending);
	sem_post(&resumed);
	inside = 0;
	errno = saved;
}

static void *body(void *argument)
{
	struct timespec tiny = {0, 1000};
	long index = (long)argument;

	while (!stop) {
		counters[index]++;
		if (index % 2)
			nanosleep(&tiny, NULL);
		else
			test_busy();
	}
	return NULL;
}

static void wait_for(sem_t *semaphore)
{
	while (sem_wait(semaphore) != 0)
		CHECK_EQ(errno, EINTR);
}

static void suspend_and_resume(pthread_t thread, long index)
{
	long before;
	int i;

	suspending = 1;
	CHECK_EQ(pthread_kill(thread, SIGUSR2), 0);
	wait_for(&stopped);
	before = counters[index];
	for (i = 0; i < 5; i++)
		sched_yield();
	CHECK_EQ(counters[index], before);
	suspending = 0;
	CHECK_EQ(pthread_kill(thread, SIGUSR2), 0);
	wait_for(&resumed);
}

int main(void)
{
	struct sigaction action;
	pthread_t threads[THREADS];
	long i;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = handler;
	action.sa_flags = SA_SIGINFO | SA_RESTART;
	sigfillset(&action.sa_mask);
	CHECK_EQ(sigaction(SIGUSR2, &action, NULL), 0);
	sem_init(&stopped, 0, 0);
	sem_init(&resumed, 0, 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < ROUNDS * THREADS; i++)
		suspend_and_resume(threads[i % THREADS], i % THREADS);
	stop = 1;
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
