/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A quiet core: while other threads sleep, wake each other, read files and write output, no interrupt but those for
 * TLBs comes in, on any core, the one that devices interrupt at first among them.
 * @only isle
 * @cores 3
 */
#include <hermit/hermit.h>
#include <sys/mman.h>
#include "test.h"

#define OTHERS 4

static int stop;

static void *restless(void *argument)
{
	char text[64];
	long round;

	for (round = 0; !__atomic_load_n(&stop, __ATOMIC_SEQ_CST); round++) {
		test_sleep_ms(1);
		if (round % 16 == 0) {
			int fd = open("quiet.tmp", O_RDWR | O_CREAT, 0600);

			CHECK_OP(fd, >=, 0);
			CHECK_EQ(pwrite(fd, text, 0, 0), 0);
			CHECK_EQ(close(fd), 0);
			dprintf(1, "%ld %ld\n", (long)argument, round);
		}
	}
	return (void *)round;
}

static void check_quiet(int core)
{
	struct hermit_counters before = {.size = sizeof(before)}, after = before;
	int64_t end;

	CHECK_EQ(hermit_core_hold(core, HERMIT_CORE_QUIET), 0);
	CHECK_EQ(hermit_core_current(), core);
	CHECK_EQ(hermit_counters(core, &before), 0);
	for (end = test_now_ns() + 500000000; test_now_ns() < end;)
		test_busy();
	CHECK_EQ(hermit_counters(core, &after), 0);
	CHECK_EQ(after.timer_interrupts, before.timer_interrupts);
	CHECK_EQ(after.device_interrupts, before.device_interrupts);
	CHECK_EQ(after.reschedules, before.reschedules);
	CHECK_EQ(after.switches, before.switches);
	CHECK_EQ(after.page_faults, before.page_faults);
	CHECK_EQ(hermit_core_release(), 0);
}

int main(void)
{
	pthread_t threads[OTHERS];
	long i;

	for (i = 0; i < OTHERS; i++)
		threads[i] = test_thread(restless, (void *)i);
	test_sleep_ms(50);
	for (i = 0; i < 3; i++)
		check_quiet((int)i);
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < OTHERS; i++)
		CHECK_OP(test_join(threads[i]), >, 20);
	CHECK_EQ(unlink("quiet.tmp"), 0);
	return 0;
}
