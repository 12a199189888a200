/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit/barrier.h: nobody passes before all have arrived, one of them is told that it was the last, and what was
 * written before is seen behind.
 * @only isle
 * @cores 4
 */
#include <hermit/hermit.h>
#include "test.h"

#define ROUNDS 300

static struct hermit_barrier barrier;
static volatile long written[4];
static int lasts;

static void *worker(void *argument)
{
	long self = (long)argument, round, i;

	CHECK_EQ(hermit_core_hold((int)self, HERMIT_CORE_PINNED), 0);
	for (round = 1; round <= ROUNDS; round++) {
		int last;

		written[self] = round;
		last = hermit_barrier_wait(&barrier);
		CHECK(last == 0 || last == 1);
		__atomic_add_fetch(&lasts, last, __ATOMIC_SEQ_CST);
		for (i = 0; i < 4; i++)
			CHECK_EQ(written[i], round);
		hermit_barrier_wait(&barrier);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[4];
	long i;

	CHECK_EQ(hermit_barrier_init(&barrier, 0), -EINVAL);
	CHECK_EQ(hermit_barrier_init(&barrier, 5), -EINVAL);
	CHECK_EQ(hermit_barrier_init(&barrier, 1), 0);
	CHECK_EQ(hermit_barrier_wait(&barrier), 1);
	CHECK_EQ(hermit_barrier_init(&barrier, 4), 0);
	for (i = 0; i < 4; i++)
		threads[i] = test_thread(worker, (void *)i);
	for (i = 0; i < 4; i++)
		test_join(threads[i]);
	CHECK_EQ(lasts, ROUNDS);
	return 0;
}
