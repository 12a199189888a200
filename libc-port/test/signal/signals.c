/* SPDX-License-Identifier: BSD-3-Clause */
/* Handlers with their facts, masks, pending signals, waiting for them, other stacks, one-time handlers. */
#include "test.h"
#include <signal.h>
#include <sys/ucontext.h>
#include <unistd.h>

static volatile int seen, seen_value;
static volatile char *seen_stack;

static void handler(int number)
{
	seen = number;
}

static void informed(int number, siginfo_t *info, void *context)
{
	char here;
	seen = number;
	seen_value = info->si_value.sival_int;
	seen_stack = &here;
	CHECK_EQ(info->si_signo, number);
	CHECK(((ucontext_t *)context)->uc_mcontext.gregs[REG_RSP] != 0);
}

static void check_masks(void)
{
	sigset_t set, old;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, &old), 0);
	signal(SIGUSR2, handler);
	seen = 0;
	raise(SIGUSR2);
	CHECK_EQ(seen, 0);
	CHECK_EQ(sigpending(&set), 0);
	CHECK_EQ(sigismember(&set, SIGUSR2), 1);
	CHECK_EQ(sigismember(&set, SIGUSR1), 0);
	CHECK_FAILS(sigsuspend(&old), EINTR);
	CHECK_EQ(seen, SIGUSR2);
	union sigval value = {.sival_int = 99};
	CHECK_EQ(sigqueue(getpid(), SIGUSR2, value), 0);
	siginfo_t info;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	CHECK_EQ(sigwaitinfo(&set, &info), SIGUSR2);
	CHECK_EQ(info.si_value.sival_int, 99);
	struct timespec time = {0, 10000000};
	CHECK_FAILS(sigtimedwait(&set, NULL, &time), EAGAIN);
	CHECK_EQ(sigprocmask(SIG_SETMASK, &old, NULL), 0);
}

int main(void)
{
	static char other_stack[65536];
	struct sigaction action = {.sa_handler = handler, .sa_flags = (int)SA_RESETHAND}, old;
	CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(seen, SIGUSR1);
	CHECK_EQ(sigaction(SIGUSR1, NULL, &old), 0);
	CHECK(old.sa_handler == SIG_DFL);

	stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof(other_stack)};
	CHECK_EQ(sigaltstack(&stack, NULL), 0);
	action = (struct sigaction){.sa_sigaction = informed, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	CHECK_EQ(sigaction(SIGUSR1, &action, NULL), 0);
	union sigval value = {.sival_int = 1234};
	CHECK_EQ(sigqueue(getpid(), SIGUSR1, value), 0);
	CHECK_EQ(seen_value, 1234);
	CHECK(seen_stack > other_stack && seen_stack < other_stack + sizeof(other_stack));
	check_masks();
	CHECK_FAILS(sigaction(SIGKILL, &action, NULL), EINVAL);
	sigset_t set = 0;
	CHECK_FAILS(sigaddset(&set, 65), EINVAL);
	signal(SIGALRM, handler);
	alarm(1);
	CHECK_FAILS(pause(), EINTR);
	CHECK_EQ(seen, SIGALRM);
	return 0;
}
