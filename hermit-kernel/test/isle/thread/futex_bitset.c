/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FUTEX_WAIT_BITSET: absolute time-outs on the monotonic and the real-time clock, and wake-ups by bit mask.
 * @cores 2
 */
#include "../futex.h"

#define REALTIME FUTEX_CLOCK_REALTIME
#define WAIT     FUTEX_WAIT_BITSET_PRIVATE
#define ANY      FUTEX_BITSET_MATCH_ANY

static uint32_t word, spare;
static int odd_returned, even_returned;

static void check_timeouts(void)
{
	struct timespec until = test_timespec(test_now_ns() + 20000000), past = {0, 0};

	CHECK_ERRNO(futex(&word, WAIT, 0, &until, NULL, ANY), ETIMEDOUT);
	CHECK_OP(test_now_ns(), >=, until.tv_sec * 1000000000 + until.tv_nsec);
	until = test_timespec(test_clock_ns(CLOCK_REALTIME) + 20000000);
	CHECK_ERRNO(futex(&word, WAIT | REALTIME, 0, &until, NULL, ANY), ETIMEDOUT);
	CHECK_OP(test_clock_ns(CLOCK_REALTIME), >=, until.tv_sec * 1000000000 + until.tv_nsec);
	CHECK_ERRNO(futex(&word, WAIT, 0, &past, NULL, ANY), ETIMEDOUT);
	CHECK_ERRNO(futex(&word, WAIT, 1, &past, NULL, ANY), EAGAIN);
	CHECK_ERRNO(futex(&word, WAIT, 0, &past, NULL, 0), EINVAL);
	CHECK_ERRNO(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 1, NULL, NULL, 0), EINVAL);
}

static void check_masks(void)
{
	struct futex_waiter waiters[6];
	int i;

	for (i = 0; i < 6; i++) {
		waiters[i] = (struct futex_waiter){
			&word, WAIT, i % 2 ? 0x5 : 0x2, i % 2 ? &odd_returned : &even_returned, 0};
		futex_waiter_start(&waiters[i]);
	}
	futex_await_waiters(&word, &spare, 6);
	CHECK_EQ(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 100, NULL, NULL, 0x8), 0);
	CHECK_EQ(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 1, NULL, NULL, 0x4), 1);
	futex_await(&odd_returned, 1);
	CHECK_EQ(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 100, NULL, NULL, 0x2), 3);
	futex_await(&even_returned, 3);
	CHECK_EQ(odd_returned, 1);
	CHECK_EQ(futex(&word, FUTEX_WAKE_PRIVATE, 100, NULL, NULL, 0), 2); /* a plain wake matches any bit */
	futex_await(&odd_returned, 3);
	for (i = 0; i < 6; i++)
		test_join(waiters[i].thread);
}

int main(void)
{
	check_timeouts();
	check_masks();
	return 0;
}
