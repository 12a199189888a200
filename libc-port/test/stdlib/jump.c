/* SPDX-License-Identifier: BSD-3-Clause */
/* setjmp and longjmp keep what must be kept; the signal forms put the mask back. */
#include "test.h"
#include <setjmp.h>
#include <signal.h>

static jmp_buf plain;
static sigjmp_buf with_mask;

static int deep(int depth)
{
	if (depth == 0)
		longjmp(plain, 7);
	return depth > 100 ? 0 : deep(depth - 1) + 1;
}

static void handler(int number)
{
	siglongjmp(with_mask, number);
}

int main(void)
{
	volatile int round = 0;
	int value = setjmp(plain);
	if (value == 0) {
		round = 1;
		deep(20);
	}
	CHECK_EQ(value, 7);
	CHECK_EQ(round, 1);
	if (setjmp(plain) == 0)
		longjmp(plain, 0); /* arrives as 1 */
	else
		round = 2;
	CHECK_EQ(round, 2);

	signal(SIGUSR1, handler);
	for (volatile int i = 0; i < 3; i++) {
		value = sigsetjmp(with_mask, 1);
		if (value == 0) {
			raise(SIGUSR1);
			CHECK(0);
		}
		CHECK_EQ(value, SIGUSR1);
	}
	sigset_t blocked;
	CHECK_EQ(sigprocmask(SIG_SETMASK, NULL, &blocked), 0);
	CHECK_EQ(sigismember(&blocked, SIGUSR1), 0);
	return 0;
}
