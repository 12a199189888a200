/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * statfs and fstatfs: plausible sizes, the known numbers of special file systems, room that shrinks where it is memory.
 * @folders tmp root share
 */
#include <linux/magic.h>
#include <sys/vfs.h>
#include "test.h"

int main(int argc, char **argv)
{
	struct statfs info, same;
	int fd;

	test_enter_folder(argc, argv);
	CHECK_EQ(statfs(".", &info), 0);
	CHECK_OP(info.f_bsize, >=, 512);
	CHECK_OP(info.f_blocks, >, 0);
	CHECK_OP(info.f_bavail, <=, info.f_blocks);
	CHECK_OP(info.f_bfree, <=, info.f_blocks);
	CHECK_OP(info.f_bavail * (uint64_t)info.f_bsize, >, 1 << 20);
	CHECK_OP(info.f_namelen, >=, 100);
	fd = OK(open(".", O_RDONLY));
	CHECK_EQ(fstatfs(fd, &same), 0);
	CHECK_EQ(same.f_type, info.f_type);
	CHECK_EQ(same.f_blocks, info.f_blocks);
	CHECK_EQ(statfs("/proc", &info), 0);
	CHECK_EQ(info.f_type, PROC_SUPER_MAGIC);
	CHECK_ERRNO(statfs("none", &info), ENOENT);
	CHECK_ERRNO(fstatfs(999, &info), EBADF);
	return 0;
}
