/* SPDX-License-Identifier: BSD-3-Clause */
/* Names of files and folders. */
#include "port.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int access(const char *path, int mode)
{
	return port_result(port_call(SYS_faccessat, AT_FDCWD, path, mode));
}

/* The kernel's faccessat(2) has no flags. */
int faccessat(int folder, const char *path, int mode, int flags)
{
	if (flags == 0)
		return port_result(port_call(SYS_faccessat, folder, path, mode));
	return port_result(port_call(SYS_faccessat2, folder, path, mode, flags));
}

int rename(const char *from, const char *to)
{
	return port_result(port_call(SYS_rename, from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return port_result(port_call(SYS_renameat, from_folder, from, to_folder, to));
}

int link(const char *from, const char *to)
{
	return port_result(port_call(SYS_link, from, to));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	return port_result(port_call(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int unlink(const char *path)
{
	return port_result(port_call(SYS_unlink, path));
}

int unlinkat(int folder, const char *path, int flags)
{
	return port_result(port_call(SYS_unlinkat, folder, path, flags));
}

int mkdir(const char *path, mode_t mode)
{
	return port_result(port_call(SYS_mkdir, path, mode));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	return port_result(port_call(SYS_mkdirat, folder, path, mode));
}

int rmdir(const char *path)
{
	return port_result(port_call(SYS_rmdir, path));
}

int symlink(const char *target, const char *path)
{
	return port_result(port_call(SYS_symlink, target, path));
}

int symlinkat(const char *target, int folder, const char *path)
{
	return port_result(port_call(SYS_symlinkat, target, folder, path));
}

ssize_t readlink(const char *__restrict path, char *__restrict target, size_t size)
{
	return port_result(port_call(SYS_readlink, path, target, size));
}

ssize_t readlinkat(int folder, const char *__restrict path, char *__restrict target, size_t size)
{
	return port_result(port_call(SYS_readlinkat, folder, path, target, size));
}

int chdir(const char *path)
{
	return port_result(port_call(SYS_chdir, path));
}

int fchdir(int fd)
{
	return port_result(port_call(SYS_fchdir, fd));
}

/* Without a buffer: one of the right size, as glibc has it. */
char *getcwd(char *path, size_t size)
{
	char *buffer = path;
	if (path == NULL) {
		size = size ? size : 4096;
		buffer = malloc(size);
		if (buffer == NULL)
			return NULL;
	} else if (size == 0) {
		errno = EINVAL;
		return NULL;
	}
	if (port_result(port_call(SYS_getcwd, buffer, size)) >= 0)
		return buffer;
	if (path == NULL)
		free(buffer);
	return NULL;
}

mode_t umask(mode_t mask)
{
	return (mode_t)port_call(SYS_umask, mask);
}

/* C's name for both. */
int remove(const char *path)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return -1;
	return S_ISDIR(status.st_mode) ? rmdir(path) : unlink(path);
}

/* newlib's own way to it. */
int _remove_r(struct _reent *reent, const char *path)
{
	(void)reent;
	return remove(path);
}
