/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * dup, dup2, dup3, fcntl: the lowest free number, flags per descriptor and per description, close_range, errors.
 */
#include "test.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

int main(void)
{
	int fd, copy, i;
	long result;

	test_close_inherited();
	fd = OK(open("/dev/null", O_RDWR | O_APPEND));
	copy = OK(dup(fd));
	CHECK_EQ(copy, fd + 1);
	CHECK_EQ(dup2(fd, 50), 50);
	CHECK_EQ(dup2(fd, fd), fd);
	CHECK_EQ(dup3(fd, 51, O_CLOEXEC), 51);
	CHECK_EQ(fcntl(51, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(50, F_GETFD), 0);
	CHECK_ERRNO(dup3(fd, fd, 0), EINVAL);
	CHECK_ERRNO(dup3(fd, 52, O_APPEND), EINVAL);
	CHECK_ERRNO(dup2(999, 5), EBADF);
	CHECK_ERRNO(dup2(999, 999), EBADF);
	CHECK_ERRNO(dup2(fd, -1), EBADF);
	CHECK_ERRNO(dup(-1), EBADF);
	CHECK_EQ(fcntl(fd, F_DUPFD, 50), 52);
	CHECK_EQ(fcntl(fd, F_DUPFD_CLOEXEC, 40), 40);
	CHECK_EQ(fcntl(40, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(40, F_SETFD, 0), 0);
	CHECK_EQ(fcntl(40, F_GETFD), 0);
	CHECK_EQ(close(copy), 0);
	CHECK_EQ(OK(open("/dev/null", O_RDONLY)), copy); /* the lowest free one */

	CHECK_EQ(fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK), O_RDWR | O_APPEND);
	CHECK_EQ(fcntl(50, F_SETFL, O_NONBLOCK), 0);
	CHECK_EQ(fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK), O_RDWR | O_NONBLOCK); /* shared */
	CHECK_ERRNO(fcntl(fd, 9999), EINVAL);
	CHECK_ERRNO(fcntl(999, F_GETFD), EBADF);
	CHECK_ERRNO(fcntl(fd, F_DUPFD, -1), EINVAL);

	result = syscall(SYS_close_range, 40, 60, 0);
	if (result == 0)
		for (i = 40; i <= 60; i++)
			CHECK_ERRNO(fcntl(i, F_GETFD), EBADF);
	else
		CHECK_EQ(errno, ENOSYS);
	CHECK_EQ(fcntl(fd, F_GETFD), 0);
	return 0;
}
