/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thousands of open descriptors, then RLIMIT_NOFILE: EMFILE from every call that makes one, room again after a close.
 */
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include "test.h"

int main(void)
{
	struct rlimit limit;
	int fds[2], last = -1, many, i, fd;

	test_close_inherited();
	fd = OK(open("/dev/null", O_RDONLY));
	CHECK_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
	many = limit.rlim_max < 5000 ? (int)limit.rlim_max : 5000;
	limit.rlim_cur = (rlim_t)many;
	CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
	while ((i = dup(fd)) >= 0) {
		CHECK_EQ(i, last < 0 ? fd + 1 : last + 1);
		last = i;
	}
	CHECK_EQ(errno, EMFILE);
	CHECK_EQ(last, many - 1);
	CHECK_ERRNO(open("/dev/null", O_RDONLY), EMFILE);
	CHECK_ERRNO(pipe(fds), EMFILE);
	CHECK_ERRNO(epoll_create1(0), EMFILE);
	CHECK_ERRNO(eventfd(0, 0), EMFILE);
	CHECK_ERRNO(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), EMFILE);
	CHECK_ERRNO(dup2(fd, many), EBADF);
	CHECK_ERRNO(fcntl(fd, F_DUPFD, many), EINVAL);
	CHECK_EQ(close(last), 0);
	CHECK_ERRNO(pipe(fds), EMFILE); /* one is not enough, and none is lost */
	CHECK_EQ(OK(dup(fd)), last);
	for (i = fd + 1; i <= last; i++)
		CHECK_EQ(close(i), 0);
	CHECK_EQ(pipe(fds), 0);
	CHECK_EQ(fds[0], fd + 1);
	limit.rlim_cur = limit.rlim_max + 1;
	CHECK_ERRNO(setrlimit(RLIMIT_NOFILE, &limit), EINVAL);
	return 0;
}
