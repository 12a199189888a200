/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A signal that a thread sends to itself is handled before the call returns; SA_SIGINFO tells number, code and sender.
 */
#include "test.h"

static volatile int count, code, sender;

static void handler(int number, siginfo_t *info, void *context)
{
	CHECK_EQ(number, SIGUSR1);
	CHECK_EQ(info->si_signo, SIGUSR1);
	CHECK(context != NULL);
	count++;
	code = info->si_code;
	sender = info->si_pid;
	CHECK_EQ(info->si_uid, getuid());
}

int main(void)
{
	struct sigaction old;

	test_handle(SIGUSR1, handler, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(count, 1);
	CHECK_EQ(code, SI_TKILL);
	CHECK_EQ(sender, getpid());
	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK_EQ(count, 2);
	CHECK_EQ(code, SI_USER);
	CHECK_EQ(syscall(SYS_tgkill, getpid(), test_gettid(), SIGUSR1), 0);
	CHECK_EQ(count, 3);
	CHECK_EQ(code, SI_TKILL);

	CHECK_EQ(sigaction(SIGUSR1, NULL, &old), 0);
	CHECK_EQ(old.sa_sigaction, handler);
	CHECK_EQ(old.sa_flags & SA_SIGINFO, SA_SIGINFO);
	CHECK_EQ(signal(SIGUSR1, SIG_IGN), handler);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(count, 3);
	return 0;
}
