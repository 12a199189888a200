/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading and writing descriptors. */
#include "port.h"
#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <termios.h>
#include <unistd.h>

ssize_t read(int fd, void *bytes, size_t size)
{
	return port_result(port_block(SYS_read, fd, bytes, size));
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	return port_result(port_block(SYS_write, fd, bytes, size));
}

ssize_t pread(int fd, void *bytes, size_t size, off_t offset)
{
	return port_result(port_block(SYS_pread64, fd, bytes, size, offset));
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
	return port_result(port_block(SYS_pwrite64, fd, bytes, size, offset));
}

ssize_t readv(int fd, const struct iovec *vector, int count)
{
	return port_result(port_block(SYS_readv, fd, vector, count));
}

ssize_t writev(int fd, const struct iovec *vector, int count)
{
	return port_result(port_block(SYS_writev, fd, vector, count));
}

ssize_t preadv(int fd, const struct iovec *vector, int count, off_t offset)
{
	return port_result(port_block(SYS_preadv, fd, vector, count, offset));
}

ssize_t pwritev(int fd, const struct iovec *vector, int count, off_t offset)
{
	return port_result(port_block(SYS_pwritev, fd, vector, count, offset));
}

off_t lseek(int fd, off_t offset, int whence)
{
	return port_result(port_call(SYS_lseek, fd, offset, whence));
}

int close(int fd)
{
	return port_result(port_block(SYS_close, fd));
}

int fsync(int fd)
{
	return port_result(port_block(SYS_fsync, fd));
}

int fdatasync(int fd)
{
	return port_result(port_block(SYS_fdatasync, fd));
}

void sync(void)
{
	port_call(SYS_sync);
}

int dup(int fd)
{
	return port_result(port_call(SYS_dup, fd));
}

int dup2(int fd, int wanted)
{
	return port_result(port_call(SYS_dup2, fd, wanted));
}

int dup3(int fd, int wanted, int flags)
{
	return port_result(port_call(SYS_dup3, fd, wanted, flags));
}

int pipe(int ends[2])
{
	return port_result(port_call(SYS_pipe2, ends, 0));
}

int pipe2(int ends[2], int flags)
{
	return port_result(port_call(SYS_pipe2, ends, flags));
}

/* The third argument is an int or a pointer: both travel in one register. */
int fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	unsigned long argument = va_arg(arguments, unsigned long);
	va_end(arguments);
	if (command == F_SETLKW)
		return port_result(port_block(SYS_fcntl, fd, command, argument));
	return port_result(port_call(SYS_fcntl, fd, command, argument));
}

int ioctl(int fd, unsigned long request, ...)
{
	va_list arguments;
	va_start(arguments, request);
	unsigned long argument = va_arg(arguments, unsigned long);
	va_end(arguments);
	return port_result(port_call(SYS_ioctl, fd, request, argument));
}

int flock(int fd, int operation)
{
	return port_result(port_block(SYS_flock, fd, operation));
}

int isatty(int fd)
{
	struct termios settings;
	return tcgetattr(fd, &settings) == 0;
}
