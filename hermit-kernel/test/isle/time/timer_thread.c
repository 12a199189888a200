/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A timer with SIGEV_THREAD (glibc: a thread of its own that waits for a signal of its own) calls its function
 * periodically.
 * @cores 2
 */
#include "test.h"

static int calls;

static void expired(union sigval value)
{
	CHECK_EQ(value.sival_int, 55);
	__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
}

int main(void)
{
	struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_value.sival_int = 55};
	struct itimerspec spec = {{0, 5000000}, {0, 5000000}};
	timer_t timer;

	event.sigev_notify_function = expired;
	CHECK_EQ(timer_create(CLOCK_REALTIME, &event, &timer), 0);
	CHECK_EQ(timer_settime(timer, 0, &spec, NULL), 0);
	while (__atomic_load_n(&calls, __ATOMIC_SEQ_CST) < 5)
		test_sleep_ms(1);
	CHECK_EQ(timer_delete(timer), 0);
	return 0;
}
