/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 2000 threads alive at the same time, each with a stack, an id and thread-local data; all of them then end.
 * @cores 2
 * @memory 512M
 * @timeout 60
 */
#include "test.h"

#define THREADS 2000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int alive, leave;
static __thread long mine;

static void *body(void *argument)
{
	mine = (long)argument;
	pthread_mutex_lock(&lock);
	if (++alive == THREADS)
		pthread_cond_broadcast(&changed);
	while (!leave)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	CHECK_EQ(mine, (long)argument);
	return (void *)(mine + 1);
}

int main(void)
{
	static pthread_t threads[THREADS];
	pthread_attr_t attributes;
	long i;

	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attributes, 256 << 10), 0);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(pthread_create(&threads[i], &attributes, body, (void *)i), 0);
	pthread_mutex_lock(&lock);
	while (alive < THREADS)
		pthread_cond_wait(&changed, &lock);
	leave = 1;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	for (i = 0; i < THREADS; i++)
		CHECK_EQ(test_join(threads[i]), i + 1);
	return 0;
}
