/* SPDX-License-Identifier: BSD-3-Clause */
/* Values of threads: each has its own, destructors run at its end (again, where one sets a value), deleted keys do not.
 */
#include "test.h"
#include <pthread.h>

static pthread_key_t plain, again, deleted;
static int plain_destroyed, again_destroyed;

static void destroy_plain(void *value)
{
	CHECK_EQ(*(int *)value, 5);
	plain_destroyed++;
}

static void destroy_again(void *value)
{
	if (++again_destroyed < 3)
		pthread_setspecific(again, value);
}

static void never(void *value)
{
	(void)value;
	abort();
}

static void *run(void *argument)
{
	CHECK(pthread_getspecific(plain) == NULL);
	CHECK_EQ(pthread_setspecific(plain, argument), 0);
	CHECK_EQ(pthread_setspecific(again, argument), 0);
	CHECK_EQ(pthread_setspecific(deleted, argument), 0);
	CHECK_EQ(pthread_key_delete(deleted), 0);
	CHECK(pthread_getspecific(deleted) == NULL);
	CHECK(pthread_getspecific(plain) == argument);
	return NULL;
}

int main(void)
{
	pthread_t thread;
	pthread_key_t keys[PTHREAD_KEYS_MAX];
	int value = 5, mine = 6, made = 0;
	CHECK_EQ(pthread_key_create(&plain, destroy_plain), 0);
	CHECK_EQ(pthread_key_create(&again, destroy_again), 0);
	CHECK_EQ(pthread_key_create(&deleted, never), 0);
	CHECK_EQ(pthread_setspecific(plain, &mine), 0);
	CHECK_EQ(pthread_create(&thread, NULL, run, &value), 0);
	CHECK_EQ(pthread_join(thread, NULL), 0);
	CHECK_EQ(plain_destroyed, 1);
	CHECK_EQ(again_destroyed, 3);
	CHECK(pthread_getspecific(plain) == &mine);
	CHECK_EQ(pthread_setspecific(deleted, &mine), EINVAL);
	CHECK_EQ(pthread_key_delete(deleted), EINVAL);
	while (pthread_key_create(&keys[made], NULL) == 0)
		made++;
	CHECK_EQ(made, PTHREAD_KEYS_MAX - 2);
	return 0;
}
