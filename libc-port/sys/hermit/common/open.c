/* SPDX-License-Identifier: BSD-3-Clause */
/* Opening and sizing files. */
#include "port.h"
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

/* The mode is there only when a file may be made. */
static mode_t open_mode(int flags, va_list arguments)
{
	if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE)
		return va_arg(arguments, mode_t);
	return 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = open_mode(flags, arguments);
	va_end(arguments);
	return port_result(port_block(SYS_openat, AT_FDCWD, path, flags, mode));
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = open_mode(flags, arguments);
	va_end(arguments);
	return port_result(port_block(SYS_openat, folder, path, flags, mode));
}

int creat(const char *path, mode_t mode)
{
	return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int ftruncate(int fd, off_t size)
{
	return port_result(port_call(SYS_ftruncate, fd, size));
}

int truncate(const char *path, off_t size)
{
	return port_result(port_call(SYS_truncate, path, size));
}

/* These two answer with the error number itself. */
int posix_fallocate(int fd, off_t offset, off_t length)
{
	return (int)-port_call(SYS_fallocate, fd, 0, offset, length);
}

int posix_fadvise(int fd, off_t offset, off_t length, int advice)
{
	return (int)-port_call(SYS_fadvise64, fd, offset, length, advice);
}
