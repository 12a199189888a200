/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A futex wait that a handler interrupts: EINTR without SA_RESTART; with it the wait goes on, and the value that
 * changed meanwhile is noticed.
 * @cores 2
 */
#include "../futex.h"

static uint32_t word;
static volatile int handled, done;
static int results[2];

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *body(void *argument)
{
	int *result = argument;

	*result = futex(&word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0) == 0 ? 0 : errno;
	done = 1;
	return NULL;
}

int main(void)
{
	pthread_t thread;

	test_handle(SIGUSR1, handler, 0);
	thread = test_thread(body, &results[0]);
	while (!done) {
		test_sleep_ms(2);
		pthread_kill(thread, SIGUSR1);
	}
	test_join(thread);
	CHECK_EQ(results[0], EINTR);

	test_handle(SIGUSR1, handler, SA_RESTART);
	done = handled = 0;
	thread = test_thread(body, &results[1]);
	while (handled < 10) {
		CHECK_EQ(pthread_kill(thread, SIGUSR1), 0);
		test_sleep_ms(2);
	}
	CHECK_EQ(done, 0);
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	CHECK_EQ(pthread_kill(thread, SIGUSR1), 0); /* restarted, it compares anew */
	test_join(thread);
	CHECK_EQ(results[1], EAGAIN);
	return 0;
}
