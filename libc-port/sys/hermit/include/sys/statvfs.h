/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts of file systems. */
#ifndef HERMIT_SYS_STATVFS_H
#define HERMIT_SYS_STATVFS_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct statvfs {
	unsigned long f_bsize;
	unsigned long f_frsize;
	fsblkcnt_t f_blocks;
	fsblkcnt_t f_bfree;
	fsblkcnt_t f_bavail;
	fsfilcnt_t f_files;
	fsfilcnt_t f_ffree;
	fsfilcnt_t f_favail;
	unsigned long f_fsid;
	unsigned long f_flag;
	unsigned long f_namemax;
};

#define ST_RDONLY 1
#define ST_NOSUID 2

__BEGIN_DECLS
int statvfs(const char *__restrict path, struct statvfs *__restrict facts);
int fstatvfs(int fd, struct statvfs *facts);
__END_DECLS

#endif
