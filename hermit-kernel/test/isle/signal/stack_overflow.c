/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * StackOverflowError's foundation: endless recursion runs into the guard page, the handler on the alternate stack sees
 * the address in the guard and leaves by siglongjmp, again and again, in threads and in the main thread.
 * @timeout 60
 */
#include <setjmp.h>
#include "test.h"

static __thread sigjmp_buf out;
static __thread volatile int overflows;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context TEST_UNUSED)
{
	char local;

	/* The fault is near the stack pointer of the recursion, and the handler is not. */
	CHECK(info->si_code == SEGV_ACCERR || info->si_code == SEGV_MAPERR);
	CHECK((char *)info->si_addr - &local > 65536 || &local - (char *)info->si_addr > 65536);
	overflows++;
	siglongjmp(out, 1);
}

static __attribute__((noinline)) long recurse(long depth)
{
	volatile char frame[1000];

	frame[0] = (char)depth;
	return depth > 1L << 40 ? 0 : recurse(depth + 1) + frame[0];
}

static void *overflow(void *argument)
{
	stack_t alternate = {.ss_sp = malloc(65536), .ss_size = 65536};
	long rounds = (long)argument;

	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	while (overflows < rounds)
		if (sigsetjmp(out, 1) == 0)
			recurse(0);
	alternate.ss_flags = SS_DISABLE;
	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	free(alternate.ss_sp);
	return NULL;
}

int main(void)
{
	pthread_t threads[4];
	int i;

	test_handle(SIGSEGV, handler, SA_ONSTACK);
	for (i = 0; i < 4; i++)
		threads[i] = test_thread(overflow, (void *)20);
	for (i = 0; i < 4; i++)
		test_join(threads[i]);
	overflow((void *)5);
	return 0;
}
