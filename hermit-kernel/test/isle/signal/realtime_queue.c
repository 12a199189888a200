/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Real-time signals queue: each instance is delivered with its value, in order, lower numbers first; standard ones
 * merge.
 */
#include "test.h"

#define COUNT 50

static int values[4 * COUNT], numbers[4 * COUNT];
static volatile int received;

static void handler(int number, siginfo_t *info, void *context TEST_UNUSED)
{
	CHECK_EQ(info->si_code, SI_QUEUE);
	CHECK_EQ(info->si_pid, getpid());
	numbers[received] = number;
	values[received++] = info->si_value.sival_int;
}

static void queue(int number, int value)
{
	union sigval val = {.sival_int = value};

	CHECK_EQ(sigqueue(getpid(), number, val), 0);
}

int main(void)
{
	struct timespec zero = {0, 0};
	sigset_t set;
	siginfo_t info;
	int i;

	sigfillset(&set);
	sigdelset(&set, SIGALRM);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &set, NULL), 0);
	for (i = 0; i < COUNT; i++) {
		queue(SIGRTMIN + 3, i);
		queue(SIGRTMIN + 1, 1000 + i);
		queue(SIGUSR1, 2000 + i);
	}
	/* Taken by sigwaitinfo: the lowest number first, instances in the order they were sent. */
	CHECK_EQ(sigtimedwait(&set, &info, &zero), SIGUSR1);
	CHECK_EQ(info.si_value.sival_int, 2000);
	for (i = 0; i < COUNT; i++) {
		CHECK_EQ(sigtimedwait(&set, &info, &zero), SIGRTMIN + 1);
		CHECK_EQ(info.si_value.sival_int, 1000 + i);
	}
	/* The rest by handler. */
	test_handle(SIGRTMIN + 3, handler, 0);
	sigemptyset(&set);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &set, NULL), 0);
	CHECK_EQ(received, COUNT);
	for (i = 0; i < COUNT; i++) {
		CHECK_EQ(numbers[i], SIGRTMIN + 3);
		CHECK_EQ(values[i], i);
	}
	CHECK_ERRNO(sigqueue(getpid(), 65, (union sigval){0}), EINVAL);
	CHECK_ERRNO(sigqueue(4000000, SIGUSR1, (union sigval){0}), ESRCH);
	return 0;
}
