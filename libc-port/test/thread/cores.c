/* SPDX-License-Identifier: BSD-3-Clause */
/* Threads on chosen cores. */
#include "test.h"
#include <pthread.h>
#include <sched.h>

static void *where(void *argument)
{
	(void)argument;
	return (void *)(long)sched_getcpu();
}

int main(void)
{
	cpu_set_t all, one;
	pthread_attr_t attributes;
	CHECK_EQ(sched_getaffinity(0, sizeof(all), &all), 0);
	CHECK_EQ(pthread_attr_init(&attributes), 0);
	for (int core = 0; core < CPU_SETSIZE; core++) {
		pthread_t thread;
		void *result;
		if (!CPU_ISSET(core, &all))
			continue;
		CPU_ZERO(&one);
		CPU_SET(core, &one);
		CHECK_EQ(pthread_attr_setaffinity_np(&attributes, sizeof(one), &one), 0);
		CHECK_EQ(pthread_create(&thread, &attributes, where, NULL), 0);
		CHECK_EQ(pthread_join(thread, &result), 0);
		CHECK_EQ((long)result, core);
		CHECK_EQ(pthread_setaffinity_np(pthread_self(), sizeof(one), &one), 0);
		CHECK_EQ(sched_getcpu(), core);
		CHECK_EQ(pthread_getaffinity_np(pthread_self(), sizeof(one), &one), 0);
		CHECK_EQ(CPU_COUNT(&one), 1);
	}
	CPU_ZERO(&one);
	CHECK_EQ(pthread_setaffinity_np(pthread_self(), sizeof(one), &one), EINVAL);
	return 0;
}
