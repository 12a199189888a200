/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Threads of more number than cores hold and release cores at random, change their own and each other's affinity,
 * sleep, and end while they hold one: who holds a core runs there, nobody else runs on a reserved one, and all are free
 * at the end.
 * @only isle
 * @cores 4
 */
#include <hermit/hermit.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>
#include "test.h"

enum {
	CORES = 4,
	THREADS = 10,
	LIVES = 12,
	ROUNDS = 30
};

static pthread_t threads[THREADS];
static int reserved_by[CORES]; /* 1 + index of the thread that has the core for itself */

static void check_place(int index)
{
	int held = hermit_core_held(), core = hermit_core_current();

	if (held)
		CHECK_EQ(core, held >> 8);
	else if (__atomic_load_n(&reserved_by[core], __ATOMIC_SEQ_CST) - 1 == index)
		CHECK(!"a reservation that the kernel does not know");
}

static void release(void)
{
	int core = hermit_core_held() >> 8;

	__atomic_store_n(&reserved_by[core], 0, __ATOMIC_SEQ_CST);
	CHECK_EQ(hermit_core_release(), 0);
}

static void hold(int index, unsigned *seed)
{
	int core = (int)(rand_r(seed) % CORES), kind = 1 + (int)(rand_r(seed) % 3);
	int result = hermit_core_hold(core, kind);

	CHECK(result == 0 || result == -EBUSY);
	if (result == 0) {
		CHECK_EQ(hermit_core_held(), core << 8 | kind);
		CHECK_EQ(hermit_core_current(), core);
		if (kind != HERMIT_CORE_PINNED)
			CHECK_EQ(__atomic_exchange_n(&reserved_by[core], 1 + index, __ATOMIC_SEQ_CST), 0);
	}
}

static void wander(unsigned *seed)
{
	struct timespec nap = {.tv_nsec = rand_r(seed) % 300000};
	cpu_set_t set;

	CPU_ZERO(&set);

	switch (rand_r(seed) % 4) {
	case 0:
		nanosleep(&nap, NULL);
		break;
	case 1:
		sched_yield();
		break;
	case 2:
		CPU_SET(rand_r(seed) % CORES, &set);
		CPU_SET(rand_r(seed) % CORES, &set);
		sched_setaffinity(0, sizeof(set), &set);
		break;
	default:
		for (int core = 0; core < CORES; core++)
			CPU_SET(core, &set);
		sched_setaffinity(0, sizeof(set), &set);
	}
}

static void *life(void *argument)
{
	int index = (int)(uintptr_t)argument % THREADS;
	unsigned seed = (unsigned)(uintptr_t)argument;

	for (int round = 0; round < ROUNDS; round++) {
		if (!hermit_core_held())
			hold(index, &seed);
		else if (rand_r(&seed) % 3 == 0)
			release();
		wander(&seed);
		check_place(index);
	}
	if (hermit_core_held()) /* its core is given back by its end */
		__atomic_store_n(&reserved_by[hermit_core_held() >> 8], 0, __ATOMIC_SEQ_CST);
	return NULL;
}

int main(void)
{
	for (uintptr_t number = 0; number < LIVES * THREADS; number++) {
		uintptr_t index = number % THREADS;
		if (number >= THREADS)
			CHECK_EQ(pthread_join(threads[index], NULL), 0);
		CHECK_EQ(pthread_create(&threads[index], NULL, life, (void *)number), 0);
	}
	for (int index = 0; index < THREADS; index++)
		CHECK_EQ(pthread_join(threads[index], NULL), 0);
	for (int core = 0; core < CORES; core++) {
		CHECK_EQ(hermit_core_hold(core, HERMIT_CORE_QUIET), 0);
		CHECK_EQ(hermit_core_release(), 0);
	}
	return 0;
}
