/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SA_NODEFER, SA_RESETHAND, sa_mask and plain handlers: what is blocked inside of a handler, and what stays installed.
 */
#include "test.h"

static volatile int depth, deepest, calls;

static void nest(int number)
{
	calls++;
	depth++;
	if (depth > deepest)
		deepest = depth;
	if (calls < 4)
		raise(number);
	depth--;
}

static void install(int number, void (*handler)(int), int flags, int also_blocked)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = flags;
	action.sa_mask = test_sigset(also_blocked);
	CHECK_EQ(sigaction(number, &action, NULL), 0);
	depth = deepest = calls = 0;
}

static void check_mask(int number TEST_UNUSED)
{
	sigset_t mask;

	calls++;
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	CHECK_EQ(sigismember(&mask, SIGUSR1), 1);
	CHECK_EQ(sigismember(&mask, SIGUSR2), 1);
	CHECK_EQ(sigismember(&mask, SIGHUP), 0);
	CHECK_EQ(raise(SIGUSR2), 0);
	CHECK_EQ(calls, 1); /* not yet */
}

static void count(int number TEST_UNUSED)
{
	calls++;
}

int main(void)
{
	struct sigaction old;
	sigset_t mask;

	install(SIGUSR1, nest, 0, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(calls, 4);
	CHECK_EQ(deepest, 1);

	install(SIGUSR1, nest, SA_NODEFER, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(calls, 4);
	CHECK_EQ(deepest, 4);

	install(SIGUSR2, count, 0, 0);
	install(SIGUSR1, check_mask, 0, SIGUSR2);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(calls, 2);
	pthread_sigmask(SIG_BLOCK, NULL, &mask);
	CHECK_EQ(sigismember(&mask, SIGUSR1) | sigismember(&mask, SIGUSR2), 0);

	install(SIGURG, count, SA_RESETHAND, 0);
	CHECK_EQ(raise(SIGURG), 0);
	CHECK_EQ(raise(SIGURG), 0); /* default again: ignored */
	CHECK_EQ(calls, 1);
	CHECK_EQ(sigaction(SIGURG, NULL, &old), 0);
	CHECK_EQ(old.sa_handler, SIG_DFL);

	CHECK_ERRNO(sigaction(SIGKILL, &old, NULL), EINVAL);
	CHECK_ERRNO(sigaction(SIGSTOP, &old, NULL), EINVAL);
	CHECK_EQ(sigaction(SIGKILL, NULL, &old), 0);
	CHECK_ERRNO(sigaction(65, &old, NULL), EINVAL);
	CHECK_ERRNO(sigaction(0, &old, NULL), EINVAL);
	CHECK_ERRNO(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 16), EINVAL);
	return 0;
}
