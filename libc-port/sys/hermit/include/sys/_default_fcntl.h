/* SPDX-License-Identifier: BSD-3-Clause */
/* open(2) and fcntl(2): numbers and structures of the kernel (<asm-generic/fcntl.h> of Linux). */
#ifndef HERMIT_SYS_FCNTL_H
#define HERMIT_SYS_FCNTL_H

#include <sys/cdefs.h>
#include <sys/stat.h>
#include <sys/types.h>

#define O_RDONLY    0
#define O_WRONLY    1
#define O_RDWR      2
#define O_ACCMODE   3
#define O_CREAT     0100
#define O_EXCL      0200
#define O_NOCTTY    0400
#define O_TRUNC     01000
#define O_APPEND    02000
#define O_NONBLOCK  04000
#define O_DSYNC     010000
#define O_DIRECT    040000
#define O_LARGEFILE 0
#define O_DIRECTORY 0200000
#define O_NOFOLLOW  0400000
#define O_NOATIME   01000000
#define O_CLOEXEC   02000000
#define O_SYNC      04010000
#define O_RSYNC     O_SYNC
#define O_PATH      010000000
#define O_TMPFILE   020200000
#define O_NDELAY    O_NONBLOCK
#define O_EXEC      O_PATH
#define O_SEARCH    O_PATH

/* Names that newlib's own sources use */
#define _FREAD     1
#define _FWRITE    2
#define _FAPPEND   O_APPEND
#define _FCREAT    O_CREAT
#define _FTRUNC    O_TRUNC
#define _FEXCL     O_EXCL
#define _FNONBLOCK O_NONBLOCK
#define _FNDELAY   O_NONBLOCK
#define _FSYNC     O_SYNC
#if __MISC_VISIBLE
#define FREAD     _FREAD
#define FWRITE    _FWRITE
#define FAPPEND   O_APPEND
#define FNONBLOCK O_NONBLOCK
#define FNDELAY   O_NONBLOCK
#endif

#define F_DUPFD         0
#define F_GETFD         1
#define F_SETFD         2
#define F_GETFL         3
#define F_SETFL         4
#define F_GETLK         5
#define F_SETLK         6
#define F_SETLKW        7
#define F_SETOWN        8
#define F_GETOWN        9
#define F_DUPFD_CLOEXEC 1030
#define F_SETPIPE_SZ    1031
#define F_GETPIPE_SZ    1032
#define FD_CLOEXEC      1

#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2

#define AT_FDCWD            (-100)
#define AT_SYMLINK_NOFOLLOW 0x100
#define AT_EACCESS          0x200
#define AT_REMOVEDIR        0x200
#define AT_SYMLINK_FOLLOW   0x400
#define AT_EMPTY_PATH       0x1000

#define LOCK_SH 1
#define LOCK_EX 2
#define LOCK_NB 4
#define LOCK_UN 8

#define POSIX_FADV_NORMAL     0
#define POSIX_FADV_RANDOM     1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED   3
#define POSIX_FADV_DONTNEED   4

struct flock {
	short l_type;
	short l_whence;
	off_t l_start;
	off_t l_len;
	pid_t l_pid;
};

__BEGIN_DECLS
int open(const char *path, int flags, ...);
int openat(int folder, const char *path, int flags, ...);
int creat(const char *path, mode_t mode);
int fcntl(int fd, int command, ...);
int flock(int fd, int operation);
int posix_fallocate(int fd, off_t offset, off_t length);
int posix_fadvise(int fd, off_t offset, off_t length, int advice);
__END_DECLS

#endif
