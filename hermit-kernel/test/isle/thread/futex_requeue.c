/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: so many woken, so many moved, counts right, EAGAIN on another value.
 * @cores 2
 */
#include "../futex.h"

#define MOVE(n) ((void *)(uintptr_t)(n))

static uint32_t first, second, spare;
static int returned;

int main(void)
{
	struct futex_waiter waiters[8];
	int i;

	for (i = 0; i < 8; i++) {
		waiters[i] = (struct futex_waiter){&first, FUTEX_WAIT_PRIVATE, 0, &returned, 0};
		futex_waiter_start(&waiters[i]);
	}
	futex_await_waiters(&first, &spare, 8);
	CHECK_ERRNO(futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 1, MOVE(1), &second, 5), EAGAIN);
	CHECK_EQ(futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 2, MOVE(3), &second, 0), 5); /* 2 woken + 3 moved */
	futex_await(&returned, 2);
	CHECK_EQ(futex(&second, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0), 1);
	futex_await(&returned, 3);
	CHECK_EQ(futex(&first, FUTEX_REQUEUE_PRIVATE, 1, MOVE(INT32_MAX), &second, 0), 3); /* counts the moved, too */
	futex_await(&returned, 4);
	CHECK_EQ(futex(&first, FUTEX_WAKE_PRIVATE, 100, NULL, NULL, 0), 0);
	CHECK_EQ(futex(&second, FUTEX_WAKE_PRIVATE, 100, NULL, NULL, 0), 4);
	futex_await(&returned, 8);
	for (i = 0; i < 8; i++)
		test_join(waiters[i].thread);
	CHECK_ERRNO(futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, 1, MOVE(1), (char *)&second + 1, 0), EINVAL);
	CHECK_ERRNO(futex(BAD_POINTER, FUTEX_CMP_REQUEUE_PRIVATE, 1, MOVE(1), &second, 0), EFAULT);
	CHECK_ERRNO(futex(&first, FUTEX_CMP_REQUEUE_PRIVATE, (uint32_t)-1, MOVE(1), &second, 0), EINVAL);
	return 0;
}
