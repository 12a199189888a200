/* SPDX-License-Identifier: BSD-3-Clause */
/* Limits of paths and descriptors, and the one true name of a file. */
#include "port.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PATH_BYTES 4096

/* -1 with errno as it was: there is no limit. */
static long limit_of(int name, long name_max)
{
	switch (name) {
	case _PC_LINK_MAX:
		return 127;
	case _PC_MAX_CANON:
	case _PC_MAX_INPUT:
		return 255;
	case _PC_NAME_MAX:
		return name_max;
	case _PC_PATH_MAX:
		return PATH_BYTES;
	case _PC_PIPE_BUF:
		return 4096;
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
		return 1;
	case _PC_VDISABLE:
		return 0;
	default:
		errno = EINVAL;
		return -1;
	}
}

long pathconf(const char *path, int name)
{
	struct statvfs facts;
	return statvfs(path, &facts) < 0 ? -1 : limit_of(name, (long)facts.f_namemax);
}

long fpathconf(int fd, int name)
{
	struct statvfs facts;
	return fstatvfs(fd, &facts) < 0 ? -1 : limit_of(name, (long)facts.f_namemax);
}

/* The kernel knows the name of what a descriptor names. */
char *realpath(const char *__restrict path, char *__restrict resolved)
{
	char link[64], name[PATH_BYTES];
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, name, sizeof(name) - 1);
	int saved = errno;
	close(fd);
	errno = saved;
	if (length < 0)
		return NULL;
	name[length] = '\0';
	if (resolved == NULL)
		return strdup(name);
	return memcpy(resolved, name, (size_t)length + 1);
}
