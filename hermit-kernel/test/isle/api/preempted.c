/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Calls through the gate and on the program's own stack hold while threads of more number than cores take each other's
 * turn and signals arrive all the time.
 * @only isle
 * @cores 2
 */
#include <hermit/hermit.h>
#include "test.h"

#define THREADS 5

static int stop;
static volatile long handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	__atomic_add_fetch(&handled, 1, __ATOMIC_RELAXED);
}

static void *caller(void *argument)
{
	long calls = 0, tid = test_gettid();

	while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
		int64_t before = hermit_time_ns();

		CHECK_EQ(hermit_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0), tid);
		CHECK_OP(hermit_core_current(), <, 2);
		CHECK_EQ(hermit_node_distance(0, 0), 10);
		CHECK_EQ(hermit_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0), 0);
		CHECK_OP(hermit_time_ns(), >=, before);
		calls++;
	}
	(void)argument;
	return (void *)calls;
}

int main(void)
{
	pthread_t threads[THREADS];
	int64_t end = test_now_ns() + 1500000000;
	int i;

	test_handle(SIGUSR1, handler, SA_RESTART);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(caller, NULL);
	for (i = 0; test_now_ns() < end; i++) {
		CHECK_EQ(pthread_kill(threads[i % THREADS], SIGUSR1), 0);
		test_sleep_ms(1);
	}
	__atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < THREADS; i++)
		CHECK_OP(test_join(threads[i]), >, 0);
	CHECK_OP(handled, >, 0);
	return 0;
}
