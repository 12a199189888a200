/* SPDX-License-Identifier: BSD-3-Clause */
/* C11 threads. */
#include "test.h"
#include <stdint.h>
#include <threads.h>
#include <time.h>

static mtx_t mutex;
static cnd_t cond;
static tss_t key;
static once_flag flag = ONCE_FLAG_INIT;
static int counter, calls, destroyed;

static void once_routine(void)
{
	calls++;
}

static void destroy(void *value)
{
	destroyed += *(int *)value;
}

static int run(void *argument)
{
	static thread_local int mine = 1;
	call_once(&flag, once_routine);
	CHECK_EQ(tss_set(key, &mine), thrd_success);
	CHECK_EQ(mtx_lock(&mutex), thrd_success);
	counter++;
	CHECK_EQ(cnd_signal(&cond), thrd_success);
	CHECK_EQ(mtx_unlock(&mutex), thrd_success);
	if (counter % 2)
		thrd_exit((int)(intptr_t)argument);
	return (int)(intptr_t)argument;
}

int main(void)
{
	thrd_t threads[10];
	CHECK_EQ(mtx_init(&mutex, mtx_plain), thrd_success);
	CHECK_EQ(cnd_init(&cond), thrd_success);
	CHECK_EQ(tss_create(&key, destroy), thrd_success);
	for (intptr_t i = 0; i < 10; i++)
		CHECK_EQ(thrd_create(&threads[i], run, (void *)-i), thrd_success);
	CHECK_EQ(mtx_lock(&mutex), thrd_success);
	while (counter < 10)
		CHECK_EQ(cnd_wait(&cond, &mutex), thrd_success);
	struct timespec past = {1, 0}, span = {0, 1000000};
	CHECK_EQ(cnd_timedwait(&cond, &mutex, &past), thrd_timedout);
	CHECK_EQ(mtx_trylock(&mutex), thrd_busy);
	CHECK_EQ(mtx_unlock(&mutex), thrd_success);
	for (int i = 0; i < 10; i++) {
		int result;
		CHECK_EQ(thrd_join(threads[i], &result), thrd_success);
		CHECK_EQ(result, -i);
	}
	CHECK_EQ(calls, 1);
	CHECK_EQ(destroyed, 10);
	CHECK_EQ(thrd_sleep(&span, NULL), 0);
	CHECK(thrd_equal(thrd_current(), thrd_current()));
	return 0;
}
