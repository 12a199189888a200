/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FUTEX_WAIT and FUTEX_WAKE: EAGAIN on another value, wake counts, relative timeouts, errors.
 * @cores 2
 */
#include <linux/futex.h>
#include "test.h"

#define THREADS 5

static uint32_t word;
static int woken;

static long futex(void *address, int operation, uint32_t value, const struct timespec *timeout)
{
	return syscall(SYS_futex, address, operation, value, timeout, NULL, 0);
}

static void *waiter(void *argument TEST_UNUSED)
{
	while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0)
		if (futex(&word, FUTEX_WAIT_PRIVATE, 0, NULL) == 0)
			break;
	__atomic_add_fetch(&woken, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void check_errors(void)
{
	struct timespec bad = {0, 1000000000}, negative = {-1, 0};

	CHECK_ERRNO(futex(&word, FUTEX_WAIT_PRIVATE, 1, NULL), EAGAIN);
	CHECK_ERRNO(futex((char *)&word + 1, FUTEX_WAIT_PRIVATE, 0, NULL), EINVAL);
	CHECK_ERRNO(futex((char *)&word + 2, FUTEX_WAKE_PRIVATE, 1, NULL), EINVAL);
	CHECK_ERRNO(futex(BAD_POINTER, FUTEX_WAIT_PRIVATE, 0, NULL), EFAULT);
	CHECK_ERRNO(futex(&word, FUTEX_WAIT_PRIVATE, 0, &bad), EINVAL);
	CHECK_ERRNO(futex(&word, FUTEX_WAIT_PRIVATE, 0, &negative), EINVAL);
	CHECK_ERRNO(futex(&word, 99, 0, NULL), ENOSYS);
}

static void check_timeout(void)
{
	struct timespec short_time = {0, 30000000}, zero = {0, 0};
	int64_t begin = test_now_ns();

	CHECK_ERRNO(futex(&word, FUTEX_WAIT_PRIVATE, 0, &short_time), ETIMEDOUT);
	CHECK_OP(test_now_ns() - begin, >=, 30000000);
	CHECK_ERRNO(futex(&word, FUTEX_WAIT_PRIVATE, 0, &zero), ETIMEDOUT);
}

/* Wakes until `count` waiters were woken, each by a call that wakes `at_once` at most. */
static void wake(int count, int at_once)
{
	while (count > 0) {
		long n = OK(futex(&word, FUTEX_WAKE_PRIVATE, (uint32_t)at_once, NULL));

		CHECK_OP(n, <=, at_once);
		count -= (int)n;
		if (n == 0)
			sched_yield();
	}
	CHECK_EQ(count, 0);
}

int main(void)
{
	pthread_t threads[THREADS];
	int i;

	check_errors();
	check_timeout();
	CHECK_EQ(futex(&word, FUTEX_WAKE_PRIVATE, 100, NULL), 0);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(waiter, NULL);
	wake(2, 1);
	wake(1, 1);
	__atomic_store_n(&word, 1, __ATOMIC_SEQ_CST);
	for (i = 0; i < 1000 && __atomic_load_n(&woken, __ATOMIC_SEQ_CST) < THREADS; i++) {
		OK(futex(&word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL));
		test_sleep_ms(1);
	}
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	CHECK_EQ(woken, THREADS);
	CHECK_EQ(futex(&word, FUTEX_WAKE_PRIVATE, 100, NULL), 0);
	return 0;
}
