/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * set_tid_address: returns the thread's id; at the thread's end the word is cleared and one futex waiter is woken.
 */
#include "../futex.h"

static volatile uint32_t word = 99;

static void *body(void *argument TEST_UNUSED)
{
	CHECK_EQ(syscall(SYS_set_tid_address, &word), test_gettid());
	syscall(SYS_exit, 0); /* past glibc, whose own word is not cleared now */
	return NULL;
}

int main(void)
{
	test_thread(body, NULL);
	while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 99)
		futex((void *)&word, FUTEX_WAIT, 99, NULL, NULL, 0);
	CHECK_EQ(word, 0);
	CHECK_EQ(syscall(SYS_set_tid_address, NULL), getpid());
	return 0;
}
