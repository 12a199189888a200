/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/core.h: a pinned thread runs on its core only, a reserved core runs nobody else, released cores are for all
 * again.
 * @only isle
 * @cores 4
 */
#include <hermit/hermit.h>
#include "test.h"

#define OTHERS 6

static int stop, barred = -1;

/* Runs wherever the scheduler likes, but for the core that is reserved. */
static void *wanderer(void *argument TEST_UNUSED)
{
	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		int before = __atomic_load_n(&barred, __ATOMIC_SEQ_CST), core = hermit_core_current();

		/* the core cannot have been ours if it was barred before and after */
		if (before >= 0 && before == __atomic_load_n(&barred, __ATOMIC_SEQ_CST))
			CHECK_OP(core, !=, before);
		sched_yield();
	}
	return NULL;
}

static void *pinned_elsewhere(void *argument)
{
	CHECK_EQ(hermit_core_hold(2, HERMIT_CORE_PINNED), 0);
	CHECK_EQ(hermit_core_current(), 2);
	__atomic_store_n((int *)argument, 1, __ATOMIC_SEQ_CST);
	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST))
		test_sleep_ms(1);
	return NULL;
}

static void check_pinned(void)
{
	cpu_set_t set;
	int core, i;

	CHECK_EQ(hermit_core_held(), 0);
	CHECK_EQ(hermit_core_release(), -EPERM);
	for (core = 0; core < 4; core++) {
		CHECK_EQ(hermit_core_hold(core, HERMIT_CORE_PINNED), 0);
		CHECK_EQ(hermit_core_held(), core << 8 | HERMIT_CORE_PINNED);
		CHECK_EQ(hermit_core_hold(core, HERMIT_CORE_PINNED), -EBUSY);
		for (i = 0; i < 20; i++) {
			CHECK_EQ(hermit_core_current(), core);
			sched_yield();
		}
		CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
		CHECK_EQ(CPU_COUNT(&set), 1);
		CHECK_EQ(hermit_core_release(), 0);
		CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
		CHECK_EQ(CPU_COUNT(&set), 4);
	}
	CHECK_EQ(hermit_core_hold(4, HERMIT_CORE_PINNED), -EINVAL);
	CHECK_EQ(hermit_core_hold(-1, HERMIT_CORE_PINNED), -EINVAL);
	CHECK_EQ(hermit_core_hold(0, 0), -EINVAL);
	CHECK_EQ(hermit_core_hold(0, 4), -EINVAL);
}

static void check_reserved(void)
{
	struct hermit_counters counters = {.size = sizeof(counters)};
	int64_t end = test_now_ns() + 300000000;
	uint64_t switches;

	CHECK_EQ(hermit_core_hold(2, HERMIT_CORE_RESERVED), -EBUSY); /* somebody is pinned there */
	CHECK_EQ(hermit_core_hold(3, HERMIT_CORE_RESERVED), 0);
	CHECK_EQ(hermit_core_current(), 3);
	test_sleep_ms(20); /* whoever ran there has left */
	__atomic_store_n(&barred, 3, __ATOMIC_SEQ_CST);
	CHECK_EQ(hermit_counters(3, &counters), 0);
	switches = counters.switches;
	while (test_now_ns() < end) {
		CHECK_EQ(hermit_core_current(), 3);
		test_busy();
	}
	CHECK_EQ(hermit_counters(3, &counters), 0);
	CHECK_EQ(counters.switches, switches);
	__atomic_store_n(&barred, -1, __ATOMIC_SEQ_CST);
	CHECK_EQ(hermit_core_release(), 0);
}

/* sched_setaffinity of a thread that holds a core counts from its release on; nobody is let onto a reserved core. */
static void check_affinity(pthread_t other)
{
	cpu_set_t set, before;

	CHECK_EQ(hermit_core_hold(3, HERMIT_CORE_RESERVED), 0);
	CPU_ZERO(&set);
	CPU_SET(3, &set);
	CHECK_EQ(pthread_setaffinity_np(other, sizeof(set), &set), EINVAL);
	CPU_ZERO(&before);
	CPU_SET(0, &before);
	CPU_SET(1, &before);
	CHECK_EQ(sched_setaffinity(0, sizeof(before), &before), 0);
	CHECK_EQ(hermit_core_current(), 3);
	CHECK_EQ(hermit_core_release(), 0);
	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	CHECK(CPU_EQUAL(&set, &before));
	CHECK_OP(hermit_core_current(), <=, 1);
	CPU_SET(2, &before);
	CPU_SET(3, &before);
	CHECK_EQ(sched_setaffinity(0, sizeof(before), &before), 0);
}

static void *hold_and_end(void *argument)
{
	cpu_set_t set;

	CHECK_EQ(hermit_core_hold((int)(long)argument, HERMIT_CORE_RESERVED), 0);
	return OK(memset(&set, 0, sizeof(set))) ? argument : NULL;
}

/* Could run on this core only, so nobody may reserve it meanwhile; its end is the end of that too. */
static void *insist_and_end(void *argument)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((int)(long)argument, &set);
	CHECK_EQ(sched_setaffinity(0, sizeof(set), &set), 0);
	return NULL;
}

static void *affinity_count(void *argument TEST_UNUSED)
{
	cpu_set_t set;

	CHECK_EQ(sched_getaffinity(0, sizeof(set), &set), 0);
	return (void *)(long)CPU_COUNT(&set);
}

int main(void)
{
	pthread_t threads[OTHERS], pinned;
	int i, is_pinned = 0;

	check_pinned();
	for (i = 0; i < OTHERS; i++)
		threads[i] = test_thread(wanderer, NULL);
	pinned = test_thread(pinned_elsewhere, &is_pinned);
	while (!__atomic_load_n(&is_pinned, __ATOMIC_SEQ_CST))
		sched_yield();
	check_reserved();
	check_affinity(threads[0]);
	/* a thread's end gives its core back; a new thread does not inherit the hold */
	for (i = 0; i < 200; i++) {
		test_join(test_thread(hold_and_end, (void *)1L));
		if (i % 10 == 0)
			test_join(test_thread(insist_and_end, (void *)1L));
	}
	CHECK_EQ(hermit_core_hold(1, HERMIT_CORE_RESERVED), 0);
	CHECK_EQ(test_join(test_thread(affinity_count, NULL)), 4);
	CHECK_EQ(hermit_core_release(), 0);
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < OTHERS; i++)
		test_join(threads[i]);
	test_join(pinned);
	return 0;
}
