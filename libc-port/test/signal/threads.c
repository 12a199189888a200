/* SPDX-License-Identifier: BSD-3-Clause */
/* A signal goes to the thread that it was sent to; one to the process goes to a thread that waits for it. */
#include "test.h"
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

static __thread volatile int mine;
static sem_t ready, done;

static void handler(int number)
{
	mine = number;
}

static void *run(void *argument)
{
	sigset_t set, old;
	(void)argument;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, &old), 0);
	CHECK_EQ(sem_post(&ready), 0);
	CHECK_FAILS(sigsuspend(&old), EINTR);
	CHECK_EQ(mine, SIGUSR1);
	sem_post(&done);
	return NULL;
}

static void *waiter(void *argument)
{
	int number = 0;
	CHECK_EQ(sigwait(argument, &number), 0);
	return (void *)(long)number;
}

int main(void)
{
	pthread_t thread;
	sigset_t set;
	void *result;
	signal(SIGUSR1, handler);
	CHECK_EQ(sem_init(&ready, 0, 0), 0);
	CHECK_EQ(sem_init(&done, 0, 0), 0);
	CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
	CHECK_EQ(sem_wait(&ready), 0);
	CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
	CHECK_EQ(sem_wait(&done), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(mine, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	CHECK_EQ(pthread_sigmask(SIG_BLOCK, &set, NULL), 0);
	CHECK_EQ(pthread_create(&thread, NULL, waiter, &set), 0);
	CHECK_EQ(kill(getpid(), SIGUSR2), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK_EQ((long)result, SIGUSR2);
	return 0;
}
