/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * As many busy threads as CPUs spread over all CPUs, although one CPU started them all; when some end, others move in.
 * @cores 4
 * @timeout 60
 */
#include "test.h"

#define MAX 64

static volatile int cpu_of[MAX], stop[MAX];

static void *busy(void *argument)
{
	long index = (long)argument;

	while (!stop[index])
		cpu_of[index] = sched_getcpu() + 1;
	return NULL;
}

/* Waits until the threads first ... first + count - 1 run on `count` different CPUs at the same look. */
static void await_spread(int first, int count)
{
	for (;;) {
		bool taken[CPU_SETSIZE + 1] = {false};
		int i, different = 0;

		for (i = first; i < first + count; i++) {
			int cpu = cpu_of[i];

			different += cpu > 0 && !taken[cpu];
			taken[cpu] = true;
		}
		if (different == count)
			return;
		test_sleep_ms(2);
	}
}

int main(void)
{
	int count = test_cpus() < MAX / 2 ? test_cpus() : MAX / 2, i;
	pthread_t threads[MAX];

	if (count < 2)
		SKIP("one CPU only");
	for (i = 0; i < 2 * count; i++)
		threads[i] = test_thread(busy, (void *)(long)i);
	for (i = 0; i < count; i++) {
		stop[i] = 1;
		test_join(threads[i]);
	}
	for (i = 0; i < 10; i++)
		await_spread(count, count);
	for (i = count; i < 2 * count; i++) {
		stop[i] = 1;
		test_join(threads[i]);
	}
	return 0;
}
