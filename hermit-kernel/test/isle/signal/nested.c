/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Different signals that come at once are handled one inside the other or one after the other, each once, and the
 * context of each is right down to the interrupted code; faults inside a handler work too.
 */
#include "fault.h"

static volatile int order[8], count;

static void inner(int number, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	order[count++] = number;
}

static void outer(int number, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	order[count++] = -number;
	CHECK_EQ(raise(SIGUSR2), 0);
	CHECK_FAULT(fault_read(BAD_POINTER), SIGSEGV, SEGV_MAPERR, BAD_POINTER);
	order[count++] = number;
}

int main(void)
{
	sigset_t all, old;

	fault_install();
	test_handle(SIGUSR1, outer, 0);
	test_handle(SIGUSR2, inner, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(count, 3);
	CHECK_EQ(order[0], -SIGUSR1);
	CHECK_EQ(order[1], SIGUSR2);
	CHECK_EQ(order[2], SIGUSR1);

	/* Two at once: Linux builds both frames, the lower number's first, so that the higher number's handler runs
	 * first. */
	count = 0;
	test_handle(SIGUSR1, inner, 0);
	sigfillset(&all);
	CHECK_EQ(pthread_sigmask(SIG_SETMASK, &all, &old), 0);
	CHECK_EQ(raise(SIGUSR2), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(pthread_sigmask(SIG_SETMASK, &old, NULL), 0);
	CHECK_EQ(count, 2);
	CHECK_EQ(order[0] + order[1], SIGUSR1 + SIGUSR2);
	return 0;
}
