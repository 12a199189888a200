/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A thread that ends while it holds robust mutexes marks them: the next owner gets EOWNERDEAD, also one that waits
 * already.
 * @cores 2
 */
#include "test.h"

static pthread_mutex_t mutexes[3];
static volatile int locked;

static void *die_with_locks(void *argument TEST_UNUSED)
{
	int i;

	for (i = 0; i < 3; i++)
		CHECK_EQ(pthread_mutex_lock(&mutexes[i]), 0);
	locked = 1;
	test_sleep_ms(30); /* main waits for the first one by then */
	return NULL;
}

int main(void)
{
	pthread_mutexattr_t attributes;
	size_t length = 0;
	void *head = NULL;
	pthread_t thread;
	int i;

	CHECK_EQ(syscall(SYS_get_robust_list, 0, &head, &length), 0);
	CHECK(head != NULL);
	CHECK_EQ(length, 24);
	CHECK_ERRNO(syscall(SYS_set_robust_list, head, 23), EINVAL);
	CHECK_EQ(pthread_mutexattr_init(&attributes), 0);
	CHECK_EQ(pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST), 0);
	for (i = 0; i < 3; i++)
		CHECK_EQ(pthread_mutex_init(&mutexes[i], &attributes), 0);
	thread = test_thread(die_with_locks, NULL);
	while (!locked)
		sched_yield();
	for (i = 0; i < 3; i++)
		CHECK_EQ(pthread_mutex_lock(&mutexes[i]), EOWNERDEAD);
	test_join(thread);
	CHECK_EQ(pthread_mutex_consistent(&mutexes[0]), 0);
	CHECK_EQ(pthread_mutex_unlock(&mutexes[0]), 0);
	CHECK_EQ(pthread_mutex_lock(&mutexes[0]), 0);
	CHECK_EQ(pthread_mutex_unlock(&mutexes[1]), 0);
	CHECK_EQ(pthread_mutex_lock(&mutexes[1]), ENOTRECOVERABLE);
	return 0;
}
