/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts of files, and changing them. The structures are the kernel's. */
#include "port.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

int stat(const char *__restrict path, struct stat *__restrict status)
{
	return port_result(port_call(SYS_stat, path, status));
}

int lstat(const char *__restrict path, struct stat *__restrict status)
{
	return port_result(port_call(SYS_lstat, path, status));
}

int fstat(int fd, struct stat *status)
{
	return port_result(port_call(SYS_fstat, fd, status));
}

int fstatat(int folder, const char *__restrict path, struct stat *__restrict status, int flags)
{
	return port_result(port_call(SYS_newfstatat, folder, path, status, flags));
}

int chmod(const char *path, mode_t mode)
{
	return port_result(port_call(SYS_chmod, path, mode));
}

int fchmod(int fd, mode_t mode)
{
	return port_result(port_call(SYS_fchmod, fd, mode));
}

/* The kernel's call has no flags; the only one that POSIX knows asks for what no file system here can do. */
int fchmodat(int folder, const char *path, mode_t mode, int flags)
{
	if (flags != 0) {
		errno = flags == AT_SYMLINK_NOFOLLOW ? EOPNOTSUPP : EINVAL;
		return -1;
	}
	return port_result(port_call(SYS_fchmodat, folder, path, mode));
}

int chown(const char *path, uid_t owner, gid_t group)
{
	return port_result(port_call(SYS_chown, path, owner, group));
}

int lchown(const char *path, uid_t owner, gid_t group)
{
	return port_result(port_call(SYS_lchown, path, owner, group));
}

int fchown(int fd, uid_t owner, gid_t group)
{
	return port_result(port_call(SYS_fchown, fd, owner, group));
}

int fchownat(int folder, const char *path, uid_t owner, gid_t group, int flags)
{
	return port_result(port_call(SYS_fchownat, folder, path, owner, group, flags));
}

int mknodat(int folder, const char *path, mode_t mode, dev_t device)
{
	return port_result(port_call(SYS_mknodat, folder, path, mode, device));
}

int mknod(const char *path, mode_t mode, dev_t device)
{
	return mknodat(AT_FDCWD, path, mode, device);
}

int mkfifoat(int folder, const char *path, mode_t mode)
{
	return mknodat(folder, path, (mode & ALLPERMS) | S_IFIFO, 0);
}

int mkfifo(const char *path, mode_t mode)
{
	return mkfifoat(AT_FDCWD, path, mode);
}

int utimensat(int folder, const char *path, const struct timespec *times, int flags)
{
	return port_result(port_call(SYS_utimensat, folder, path, times, flags));
}

int futimens(int fd, const struct timespec *times)
{
	return port_result(port_call(SYS_utimensat, fd, NULL, times, 0));
}

int utimes(const char *path, const struct timeval *times)
{
	return port_result(port_call(SYS_utimes, path, times));
}

int utime(const char *path, const struct utimbuf *times)
{
	return port_result(port_call(SYS_utime, path, times));
}

/* What statfs(2) fills. */
struct kernel_statfs {
	long type, block_size, blocks, blocks_free, blocks_available, files, files_free;
	int id[2];
	long name_max, fragment_size, flags, reserved[4];
};

static void statvfs_convert(const struct kernel_statfs *from, struct statvfs *facts)
{
	*facts = (struct statvfs){
		.f_bsize = from->block_size,
		.f_frsize = from->fragment_size ? from->fragment_size : from->block_size,
		.f_blocks = from->blocks,
		.f_bfree = from->blocks_free,
		.f_bavail = from->blocks_available,
		.f_files = from->files,
		.f_ffree = from->files_free,
		.f_favail = from->files_free,
		.f_fsid = (unsigned int)from->id[0] | (unsigned long)(unsigned int)from->id[1] << 32,
		.f_flag = from->flags & (ST_RDONLY | ST_NOSUID),
		.f_namemax = from->name_max,
	};
}

int statvfs(const char *__restrict path, struct statvfs *__restrict facts)
{
	struct kernel_statfs answer;
	if (port_result(port_call(SYS_statfs, path, &answer)) < 0)
		return -1;
	statvfs_convert(&answer, facts);
	return 0;
}

int fstatvfs(int fd, struct statvfs *facts)
{
	struct kernel_statfs answer;
	if (port_result(port_call(SYS_fstatfs, fd, &answer)) < 0)
		return -1;
	statvfs_convert(&answer, facts);
	return 0;
}
