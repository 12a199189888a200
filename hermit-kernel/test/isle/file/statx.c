/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * statx: what was asked for is there and agrees with stat; masks, flags, errors.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	struct statx extended;
	struct stat status;
	int fd;

	test_enter_folder(argc, argv);
	test_write_file("file", "0123456789", 10);
	CHECK_EQ(symlink("file", "link"), 0);
	CHECK_EQ(statx(AT_FDCWD, "file", 0, STATX_BASIC_STATS, &extended), 0);
	CHECK_EQ(stat("file", &status), 0);
	CHECK_EQ(extended.stx_mask & STATX_BASIC_STATS, STATX_BASIC_STATS);
	CHECK_EQ(extended.stx_mode, status.st_mode);
	CHECK_EQ(extended.stx_size, 10);
	CHECK_EQ(extended.stx_ino, status.st_ino);
	CHECK_EQ(extended.stx_nlink, 1);
	CHECK_EQ(extended.stx_uid, status.st_uid);
	CHECK_EQ(extended.stx_mtime.tv_sec, status.st_mtim.tv_sec);
	CHECK_EQ(extended.stx_mtime.tv_nsec, status.st_mtim.tv_nsec);
	CHECK_EQ(extended.stx_blocks, status.st_blocks);
	CHECK_EQ(statx(AT_FDCWD, "link", AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_SIZE, &extended), 0);
	CHECK_EQ(extended.stx_mode & S_IFMT, S_IFLNK);
	CHECK_EQ(extended.stx_size, 4);
	fd = OK(open("file", O_RDONLY));
	CHECK_EQ(statx(fd, "", AT_EMPTY_PATH, STATX_ALL, &extended), 0);
	CHECK_EQ(extended.stx_ino, status.st_ino);
	CHECK_ERRNO(statx(AT_FDCWD, "none", 0, STATX_ALL, &extended), ENOENT);
	CHECK_ERRNO(statx(AT_FDCWD, "", 0, STATX_ALL, &extended), ENOENT);
	CHECK_ERRNO(statx(AT_FDCWD, "file", 0x80000, STATX_ALL, &extended), EINVAL);
	CHECK_ERRNO(statx(999, "file", 0, STATX_ALL, &extended), EBADF);
	CHECK_ERRNO(statx(fd, "below", 0, STATX_ALL, &extended), ENOTDIR);
	return 0;
}
