/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CLOCK_MONOTONIC never goes back: within a thread, across its migration from core to core, and between threads on
 * different cores that hand each other what they read.
 * @cores 4
 */
#include "test.h"

#define THREADS 4
#define ROUNDS  20000

static int64_t latest;

static void raise_latest(int64_t now)
{
	int64_t seen = __atomic_load_n(&latest, __ATOMIC_SEQ_CST);

	while (seen < now &&
		!__atomic_compare_exchange_n(&latest, &seen, now, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		;
}

static void *body(void *argument)
{
	int i;

	test_bind(test_cpu((int)(long)argument % test_cpus()));
	for (i = 0; i < ROUNDS; i++) {
		int64_t others = __atomic_load_n(&latest, __ATOMIC_SEQ_CST), now;

		now = test_now_ns();
		CHECK_OP(now, >=, others);
		raise_latest(now);
	}
	return NULL;
}

static void check_migration(void)
{
	int cpus[CPU_SETSIZE], count = test_cpus(), i;
	int64_t before = test_now_ns(), now;

	for (i = 0; i < count; i++)
		cpus[i] = test_cpu(i);
	for (i = 0; i < 300; i++) {
		test_bind(cpus[i % count]);
		now = test_now_ns();
		CHECK_OP(now, >=, before);
		before = now;
	}
}

int main(void)
{
	pthread_t threads[THREADS];
	int64_t begin;
	long i;

	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	check_migration();
	begin = test_now_ns(); /* and it does advance */
	while (test_now_ns() < begin + 1000000)
		;
	return 0;
}
