/* SPDX-License-Identifier: BSD-3-Clause */
#include "signals.h"

#include "fail.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define SIGNALS_COUNT(list) (sizeof(list) / sizeof((list)[0]))

static const int signals_relayed[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
static const int signals_own[] = {SIGWINCH, SIGTSTP, SIGCONT};
/* Blocked, so that terminal access from the background is an error (tty_ioctl(2)) and not a stop; never read. */
static const int signals_blocked[] = {SIGTTIN, SIGTTOU};

#define SIGNALS_STANDARD 31

static uint64_t ignored;
static sigset_t signals_before;
static struct sigaction signals_pipe_before;

static bool signals_is_ignored(int number)
{
	return ignored >> (number - 1) & 1;
}

static void signals_find_ignored(void)
{
	struct sigaction now;
	for (int number = 1; number <= SIGNALS_STANDARD; number++)
		if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN)
			ignored |= 1ull << (number - 1);
}

/* What is the proxy's own business stays ignored where it was; blocked, it would come all the same. */
static void signals_add(sigset_t *set, const int *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!signals_is_ignored(numbers[i]))
			sigaddset(set, numbers[i]);
}

/* One that is for the program comes even where it was ignored (nohup, a shell's background job): the program, which
 * ignores it at first, may have a handler for it by now. */
static void signals_add_relayed(sigset_t *set)
{
	for (size_t i = 0; i < SIGNALS_COUNT(signals_relayed); i++)
		sigaddset(set, signals_relayed[i]);
}

int signals_open(void)
{
	sigset_t read_here, block;
	sigemptyset(&read_here);
	signals_find_ignored();
	signals_add_relayed(&read_here);
	signals_add(&read_here, signals_own, SIGNALS_COUNT(signals_own));
	block = read_here;
	signals_add(&block, signals_blocked, SIGNALS_COUNT(signals_blocked));
	sigprocmask(SIG_BLOCK, &block, &signals_before);
	struct sigaction ignore = {.sa_handler = SIG_IGN}, normal = {.sa_handler = SIG_DFL};
	sigaction(SIGCHLD, &normal, NULL); /* ignored, it would reap QEMU before its status is asked for */
	sigaction(SIGPIPE, &ignore, &signals_pipe_before);
	int fd = signalfd(-1, &read_here, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		fail_exit(FAIL_ISLE, "signalfd: %s", strerror(errno));
	return fd;
}

uint64_t signals_ignored(void)
{
	return ignored;
}

int signals_next(int fd)
{
	struct signalfd_siginfo info;
	if (read(fd, &info, sizeof(info)) != sizeof(info))
		return 0;
	return (int)info.ssi_signo;
}

/* Never runs: the signals are blocked, and read from the descriptor. */
static void signals_no_handler(int number)
{
	(void)number;
}

void signals_show_caught(uint64_t caught)
{
	for (size_t i = 0; i < SIGNALS_COUNT(signals_relayed); i++) {
		int number = signals_relayed[i];
		bool shown = caught >> (number - 1) & 1;
		struct sigaction action = {.sa_handler = shown                        ? signals_no_handler
							 : signals_is_ignored(number) ? SIG_IGN
										      : SIG_DFL};
		sigaction(number, &action, NULL);
	}
}

void signals_restore(void)
{
	sigaction(SIGPIPE, &signals_pipe_before, NULL);
	sigprocmask(SIG_SETMASK, &signals_before, NULL);
}

bool signals_is_relayed(int number)
{
	for (size_t i = 0; i < SIGNALS_COUNT(signals_relayed); i++)
		if (signals_relayed[i] == number)
			return true;
	return false;
}
