/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads: results, detaching, many after each other, attributes, wrong use. */
#include "test.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <unistd.h>

static sem_t done;

static void *give_back(void *argument)
{
	return argument;
}

static void *leave_early(void *argument)
{
	pthread_exit(argument);
}

static void *detached(void *argument)
{
	(void)argument;
	sem_post(&done);
	return NULL;
}

static void *join_self(void *argument)
{
	(void)argument;
	return (void *)(intptr_t)pthread_join(pthread_self(), NULL);
}

static void *use_stack(void *argument)
{
	volatile char room[200000];
	memset((char *)room, 1, sizeof(room));
	return (void *)(uintptr_t)((char *)room > (char *)argument && (char *)room < (char *)argument + 400000);
}

static void check_many(void)
{
	pthread_t threads[100];
	for (int round = 0; round < 20; round++) {
		for (intptr_t i = 0; i < 100; i++)
			CHECK_EQ(pthread_create(&threads[i], NULL, i % 2 ? give_back : leave_early, (void *)i), 0);
		for (intptr_t i = 0; i < 100; i++) {
			void *result;
			CHECK_EQ(pthread_join(threads[i], &result), 0);
			CHECK_EQ((intptr_t)result, i);
		}
	}
}

static void check_detached(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attributes, 65536), 0);
	for (int i = 0; i < 2000; i++) {
		CHECK_EQ(pthread_create(&thread, i % 2 ? &attributes : NULL, detached, NULL), 0);
		if (i % 2 == 0)
			CHECK_EQ(pthread_detach(thread), 0);
	}
	for (int i = 0; i < 2000; i++)
		CHECK_EQ(sem_wait(&done), 0);
}

int main(void)
{
	pthread_t thread;
	pthread_attr_t attributes;
	void *result;
	CHECK_EQ(sem_init(&done, 0, 0), 0);
	check_many();
	check_detached();
	CHECK_EQ(pthread_create(&thread, NULL, join_self, NULL), 0);
	CHECK(!pthread_equal(thread, pthread_self()));
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK_EQ((intptr_t)result, EDEADLK);
	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attributes, 100), EINVAL);
	char *stack = malloc(400000);
	CHECK_EQ(pthread_attr_setstack(&attributes, stack, 400000), 0);
	CHECK_EQ(pthread_create(&thread, &attributes, use_stack, stack), 0);
	CHECK_EQ(pthread_join(thread, &result), 0);
	CHECK_EQ((intptr_t)result, 1);
	free(stack);
	char name[16];
	CHECK_EQ(pthread_setname_np(pthread_self(), "fourteen chars"), 0);
	CHECK_EQ(pthread_getname_np(pthread_self(), name, sizeof(name)), 0);
	CHECK_STR(name, "fourteen chars");
	CHECK_EQ(pthread_setname_np(pthread_self(), "sixteen chars ..."), ERANGE);
	return 0;
}
