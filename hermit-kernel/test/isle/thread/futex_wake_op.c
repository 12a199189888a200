/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * FUTEX_WAKE_OP: each arithmetic operation and comparison on the second word, and who is woken by the outcome.
 * @cores 2
 */
#include "../futex.h"

static uint32_t first, second, spare;

/* Applies an operation with nobody waiting; the value that the second word has then. */
static uint32_t apply(uint32_t before, int operation, int argument)
{
	second = before;
	CHECK_EQ(futex(&first, FUTEX_WAKE_OP_PRIVATE, 1, (void *)1, &second,
			 FUTEX_OP(operation, argument, FUTEX_OP_CMP_EQ, 0)),
		0);
	return second;
}

static void check_arithmetic(void)
{
	CHECK_EQ(apply(5, FUTEX_OP_SET, 77), 77);
	CHECK_EQ(apply(5, FUTEX_OP_ADD, 3), 8);
	CHECK_EQ(apply(5, FUTEX_OP_ADD, -7), (uint32_t)-2);
	CHECK_EQ(apply(0x0f, FUTEX_OP_OR, 0xf0), 0xff);
	CHECK_EQ(apply(0xff, FUTEX_OP_ANDN, 0x0f), 0xf0);
	CHECK_EQ(apply(0xff, FUTEX_OP_XOR, 0x3c), 0xc3);
	CHECK_EQ(apply(1, FUTEX_OP_OR | FUTEX_OP_OPARG_SHIFT, 9), 0x201);
}

/* One waiter on each word; the first is always woken, the second if the comparison holds for the old value. */
static void check_comparison(int comparison, int argument, uint32_t old, bool holds)
{
	int first_returned = 0, second_returned = 0;
	struct futex_waiter on_first = {&first, FUTEX_WAIT_PRIVATE, 0, &first_returned, 0};
	struct futex_waiter on_second = {&second, FUTEX_WAIT_PRIVATE, 0, &second_returned, 0};

	first = second = 0;
	futex_waiter_start(&on_first);
	futex_waiter_start(&on_second);
	futex_await_waiters(&first, &spare, 1);
	futex_await_waiters(&second, &spare, 1);
	second = old;
	CHECK_EQ(futex(&first, FUTEX_WAKE_OP_PRIVATE, 10, (void *)10, &second,
			 FUTEX_OP(FUTEX_OP_SET, 123, comparison, argument)),
		holds ? 2 : 1);
	CHECK_EQ(second, 123);
	CHECK_EQ(futex(&second, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0), holds ? 0 : 1);
	test_join(on_first.thread);
	test_join(on_second.thread);
	CHECK_EQ(first_returned + second_returned, 2);
}

int main(void)
{
	check_arithmetic();
	check_comparison(FUTEX_OP_CMP_EQ, 7, 7, true);
	check_comparison(FUTEX_OP_CMP_EQ, 7, 8, false);
	check_comparison(FUTEX_OP_CMP_NE, 7, 8, true);
	check_comparison(FUTEX_OP_CMP_LT, 7, 6, true);
	check_comparison(FUTEX_OP_CMP_LT, 7, 7, false);
	check_comparison(FUTEX_OP_CMP_LE, 7, 7, true);
	check_comparison(FUTEX_OP_CMP_GT, 7, 8, true);
	check_comparison(FUTEX_OP_CMP_GT, -1, 0, true); /* signed */
	check_comparison(FUTEX_OP_CMP_GE, 7, 6, false);
	CHECK_ERRNO(futex(&first, FUTEX_WAKE_OP_PRIVATE, 1, NULL, BAD_POINTER, 0), EFAULT);
	CHECK_ERRNO(futex(&first, FUTEX_WAKE_OP_PRIVATE, 1, NULL, &second, 7u << 24), ENOSYS);
	return 0;
}
