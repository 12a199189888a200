/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Leaving handlers by siglongjmp thousands of times: with the mask restored or not, also off the alternate stack.
 */
#include <setjmp.h>
#include <sys/mman.h>
#include "test.h"

static sigjmp_buf out;

static void handler(int number, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	siglongjmp(out, number);
}

int main(void)
{
	stack_t alternate = {.ss_sp = malloc(65536), .ss_size = 65536}, now;
	sigset_t mask, set = test_sigset(SIGUSR2);
	volatile int i;

	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	test_handle(SIGUSR1, handler, SA_ONSTACK);
	test_handle(SIGUSR2, handler, 0);
	test_handle(SIGSEGV, handler, SA_ONSTACK);
	for (i = 0; i < 3000; i++) {
		int number = sigsetjmp(out, 1);

		if (number == 0) {
			if (i % 3 == 0)
				*(volatile char *)BAD_POINTER = 1;
			raise(i % 3 == 1 ? SIGUSR1 : SIGUSR2);
			CHECK(!"reached");
		}
		CHECK_EQ(number, i % 3 == 0 ? SIGSEGV : i % 3 == 1 ? SIGUSR1 : SIGUSR2);
		CHECK_EQ(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
		CHECK_EQ(sigismember(&mask, number), 0);
		CHECK_EQ(sigaltstack(NULL, &now), 0);
		CHECK_EQ(now.ss_flags, 0); /* Linux goes by the stack pointer: not on it any more */
	}
	if (sigsetjmp(out, 0) == 0)
		raise(SIGUSR2);
	CHECK_EQ(sigprocmask(SIG_UNBLOCK, &set, &mask), 0);
	CHECK_EQ(sigismember(&mask, SIGUSR2), 1); /* not restored: still blocked */
	return 0;
}
