/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sigwaitinfo and sigtimedwait take blocked signals with all that is known about them, and time out with EAGAIN.
 */
#include "test.h"

static void *post(void *argument TEST_UNUSED)
{
	union sigval value = {.sival_int = 77};

	test_sleep_ms(20);
	CHECK_EQ(sigqueue(getpid(), SIGUSR2, value), 0);
	return NULL;
}

int main(void)
{
	struct timespec zero = {0, 0}, short_time = {0, 20000000}, bad = {0, -1};
	sigset_t set = test_sigset(SIGUSR1);
	int64_t begin;
	pthread_t thread;
	siginfo_t info;
	int number;

	sigaddset(&set, SIGUSR2);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	CHECK_ERRNO(sigtimedwait(&set, &info, &zero), EAGAIN);
	begin = test_now_ns();
	CHECK_ERRNO(sigtimedwait(&set, &info, &short_time), EAGAIN);
	CHECK_OP(test_now_ns() - begin, >=, 20000000);
	CHECK_ERRNO(sigtimedwait(&set, &info, &bad), EINVAL);

	CHECK_EQ(raise(SIGUSR1), 0);
	/* glibc's own wrapper would turn SI_TKILL into SI_USER. */
	CHECK_EQ(syscall(SYS_rt_sigtimedwait, &set, &info, NULL, 8), SIGUSR1);
	CHECK_EQ(info.si_code, SI_TKILL);
	CHECK_EQ(info.si_pid, getpid());
	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK_EQ(sigwait(&set, &number), 0);
	CHECK_EQ(number, SIGUSR1);

	thread = test_thread(post, NULL);
	CHECK_EQ(sigwaitinfo(&set, &info), SIGUSR2);
	CHECK_EQ(info.si_code, SI_QUEUE);
	CHECK_EQ(info.si_value.sival_int, 77);
	CHECK_EQ(info.si_uid, getuid());
	test_join(thread);
	CHECK_ERRNO(sigtimedwait(&set, &info, &zero), EAGAIN);
	return 0;
}
