/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A blocked signal waits, shows in sigpending, is delivered once when unblocked; SIGKILL and SIGSTOP cannot be blocked.
 */
#include "test.h"

static volatile int count;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	sigset_t mask;

	count++;
	CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &mask), 0);
	CHECK_EQ(sigismember(&mask, SIGUSR1), 1); /* blocked while it is handled */
}

int main(void)
{
	sigset_t set = test_sigset(SIGUSR1), old, pending;

	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, &old), 0);
	CHECK_EQ(sigismember(&old, SIGUSR1), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK_EQ(count, 0);
	CHECK_EQ(sigpending(&pending), 0);
	CHECK_EQ(sigismember(&pending, SIGUSR1), 1);
	CHECK_EQ(sigismember(&pending, SIGUSR2), 0);
	CHECK_EQ(sigprocmask(SIG_UNBLOCK, &set, NULL), 0);
	/* Once for the thread and once for the process: standard signals do not queue. */
	CHECK_EQ(count, 2);
	CHECK_EQ(sigpending(&pending), 0);
	CHECK_EQ(sigismember(&pending, SIGUSR1), 0);

	sigfillset(&set);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &set, NULL), 0);
	CHECK_EQ(sigprocmask(SIG_SETMASK, NULL, &old), 0);
	CHECK_EQ(sigismember(&old, SIGKILL), 0);
	CHECK_EQ(sigismember(&old, SIGSTOP), 0);
	CHECK_EQ(sigismember(&old, SIGTERM), 1);
	CHECK_ERRNO(syscall(SYS_rt_sigprocmask, 77, &set, NULL, 8), EINVAL);
	CHECK_ERRNO(syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 4), EINVAL);
	CHECK_ERRNO(syscall(SYS_rt_sigprocmask, SIG_BLOCK, BAD_POINTER, NULL, 8), EFAULT);
	return 0;
}
