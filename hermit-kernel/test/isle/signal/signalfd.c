/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * signalfd: blocked signals are read as records with number, code, sender and value; poll and non-blocking reads agree.
 */
#include <poll.h>
#include <sys/signalfd.h>
#include "test.h"

int main(void)
{
	struct signalfd_siginfo info[3];
	sigset_t set = test_sigset(SIGUSR1);
	struct pollfd entry;
	union sigval value = {.sival_int = -5};
	int fd;

	sigaddset(&set, SIGRTMIN);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	fd = OK(signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
	entry = (struct pollfd){.fd = fd, .events = POLLIN};
	CHECK_EQ(poll(&entry, 1, 0), 0);
	CHECK_ERRNO(read(fd, info, sizeof(info)), EAGAIN);
	CHECK_EQ(kill(getpid(), SIGUSR1), 0);
	CHECK_EQ(sigqueue(getpid(), SIGRTMIN, value), 0);
	CHECK_EQ(poll(&entry, 1, 0), 1);
	CHECK_EQ(entry.revents, POLLIN);
	CHECK_EQ(read(fd, info, sizeof(info)), 2 * sizeof(info[0]));
	CHECK_EQ(info[0].ssi_signo, SIGUSR1);
	CHECK_EQ(info[0].ssi_code, SI_USER);
	CHECK_EQ(info[0].ssi_pid, getpid());
	CHECK_EQ(info[0].ssi_uid, getuid());
	CHECK_EQ(info[1].ssi_signo, SIGRTMIN);
	CHECK_EQ(info[1].ssi_code, SI_QUEUE);
	CHECK_EQ(info[1].ssi_int, -5);
	CHECK_EQ(poll(&entry, 1, 0), 0);
	CHECK_ERRNO(read(fd, info, 10), EINVAL);

	/* Its set may be changed. */
	sigdelset(&set, SIGUSR1);
	CHECK_EQ(signalfd(fd, &set, 0), fd);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_ERRNO(read(fd, info, sizeof(info)), EAGAIN);
	CHECK_ERRNO(signalfd(0, &set, 0), EINVAL);
	CHECK_ERRNO(signalfd(999, &set, 0), EBADF);
	return 0;
}
