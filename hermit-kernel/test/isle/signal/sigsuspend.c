/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sigsuspend swaps the mask for the wait only: a pending signal ends it at once, the handler has run, EINTR, old mask
 * back.
 */
#include "test.h"

static volatile int handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void *post(void *argument)
{
	test_sleep_ms(20);
	CHECK_EQ(pthread_kill(*(pthread_t *)argument, SIGUSR1), 0);
	return NULL;
}

int main(void)
{
	sigset_t set = test_sigset(SIGUSR1), empty = test_sigset(0), now;
	pthread_t main_thread = pthread_self(), thread;
	int i;

	test_handle(SIGUSR1, handler, SA_RESTART);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	for (i = 1; i < 100; i++) {
		CHECK_EQ(raise(SIGUSR1), 0);
		CHECK_EQ(handled, i - 1);
		CHECK_ERRNO(sigsuspend(&empty), EINTR);
		CHECK_EQ(handled, i);
		CHECK_EQ(sigprocmask(SIG_BLOCK, NULL, &now), 0);
		CHECK_EQ(sigismember(&now, SIGUSR1), 1);
	}
	thread = test_thread(post, &main_thread);
	CHECK_ERRNO(sigsuspend(&empty), EINTR);
	CHECK_EQ(handled, 100);
	test_join(thread);
	CHECK_ERRNO(syscall(SYS_rt_sigsuspend, BAD_POINTER, 8), EFAULT);
	CHECK_ERRNO(syscall(SYS_rt_sigsuspend, &set, 16), EINVAL);
	return 0;
}
