/* SPDX-License-Identifier: BSD-3-Clause */
/* Deferred cancellation: in blocking calls of several kinds, before them, not while disabled, with clean-up handlers.
 */
#include "test.h"
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static sem_t never, begun;
static int ends[2], cleaned, mode;

static void clean(void *argument)
{
	cleaned += (int)(long)argument;
	if (mode == 2) {
		CHECK_EQ(pthread_mutex_trylock(&mutex), EBUSY); /* the wait has taken it again */
		CHECK_EQ(pthread_mutex_unlock(&mutex), 0);
	}
}

static void block(void)
{
	char byte;
	switch (mode) {
	case 0:
		read(ends[0], &byte, 1);
		break;
	case 1:
		sleep(1000);
		break;
	case 2:
		pthread_mutex_lock(&mutex);
		for (;;)
			pthread_cond_wait(&cond, &mutex);
	case 3:
		sem_wait(&never);
		break;
	case 4:
		for (;;)
			pthread_testcancel();
	case 5:
		for (;;)
			getppid(), write(ends[1], "", 0);
	}
}

static void *run(void *argument)
{
	pthread_cleanup_push(clean, (void *)1);
	pthread_cleanup_push(clean, (void *)100);
	pthread_cleanup_pop(0);
	sem_post(&begun);
	block();
	pthread_cleanup_pop(0);
	return argument;
}

static void *disabled(void *argument)
{
	int old;
	CHECK_EQ(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old), 0);
	CHECK_EQ(old, PTHREAD_CANCEL_ENABLE);
	sem_post(&begun);
	usleep(20000);
	sem_wait(&never);
	pthread_testcancel();
	*(int *)argument = 1;
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
	sleep(1000);
	return NULL;
}

static void check_mode(int wanted, int delay)
{
	pthread_t thread;
	void *result;
	mode = wanted;
	cleaned = 0;
	CHECK_EQ(pthread_create(&thread, NULL, run, NULL), 0);
	CHECK_EQ(sem_wait(&begun), 0);
	if (delay)
		usleep(delay);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_EQ(cleaned, 1);
}

int main(void)
{
	pthread_t thread;
	void *result;
	int reached = 0;
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(sem_init(&never, 0, 0), 0);
	CHECK_EQ(sem_init(&begun, 0, 0), 0);
	for (int kind = 0; kind <= 5; kind++)
		for (int round = 0; round < 60; round++)
			check_mode(kind, round % 4 == 3 ? 3000 : round * 5);
	CHECK_EQ(pthread_create(&thread, NULL, disabled, &reached), 0);
	CHECK_EQ(sem_wait(&begun), 0);
	CHECK_EQ(pthread_cancel(thread), 0);
	CHECK_EQ(sem_post(&never), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK(result == PTHREAD_CANCELED);
	CHECK_EQ(reached, 1);
	CHECK_EQ(pthread_mutex_lock(&mutex), 0);
	return 0;
}
