/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ioctl on what is no terminal: ENOTTY, by which isatty and stdio decide; FIONREAD, FIONBIO, FIOCLEX where they apply.
 */
#include <sys/ioctl.h>
#include <termios.h>
#include "test.h"

int main(void)
{
	struct termios terminal;
	struct winsize size;
	int ends[2], null = OK(open("/dev/null", O_RDWR)), value = 1;
	char bytes[4];

	CHECK_EQ(pipe(ends), 0);
	CHECK_ERRNO(ioctl(ends[0], TCGETS, &terminal), ENOTTY);
	CHECK_ERRNO(ioctl(null, TCGETS, &terminal), ENOTTY);
	CHECK_ERRNO(ioctl(ends[0], TIOCGWINSZ, &size), ENOTTY);
	CHECK_EQ(isatty(ends[0]), 0);
	CHECK_ERRNO(ioctl(OK(open("/proc/self/exe", O_RDONLY)), TCGETS, &terminal), ENOTTY);
	CHECK_ERRNO(ioctl(999, TCGETS, &terminal), EBADF);
	CHECK_EQ(write(ends[1], "abc", 3), 3);
	CHECK_EQ(ioctl(ends[0], FIONREAD, &value), 0);
	CHECK_EQ(value, 3);
	CHECK_EQ(read(ends[0], bytes, 4), 3);
	value = 1;
	CHECK_EQ(ioctl(ends[0], FIONBIO, &value), 0);
	CHECK_ERRNO(read(ends[0], bytes, 1), EAGAIN);
	CHECK_EQ(fcntl(ends[0], F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	value = 0;
	CHECK_EQ(ioctl(ends[0], FIONBIO, &value), 0);
	CHECK_EQ(fcntl(ends[0], F_GETFL) & O_NONBLOCK, 0);
	CHECK_EQ(ioctl(ends[0], FIOCLEX), 0);
	CHECK_EQ(fcntl(ends[0], F_GETFD), FD_CLOEXEC);
	CHECK_EQ(ioctl(ends[0], FIONCLEX), 0);
	CHECK_EQ(fcntl(ends[0], F_GETFD), 0);
	CHECK_ERRNO(ioctl(ends[0], 0x12345678, &value), ENOTTY);
	return 0;
}
