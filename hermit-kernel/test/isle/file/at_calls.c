/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The *at calls work relative to a folder's descriptor, wherever the working folder is and after the folder was
 * renamed.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	char bytes[16];
	struct stat status;
	int folder, fd;

	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir("base", 0755), 0);
	folder = OK(open("base", O_RDONLY | O_DIRECTORY));
	CHECK_EQ(rename("base", "renamed"), 0);
	CHECK_EQ(chdir("/"), 0);
	fd = OK(openat(folder, "file", O_RDWR | O_CREAT | O_EXCL, 0600));
	CHECK_EQ(write(fd, "at", 2), 2);
	CHECK_EQ(mkdirat(folder, "sub", 0755), 0);
	CHECK_EQ(symlinkat("../file", folder, "sub/link"), 0);
	CHECK_EQ(readlinkat(folder, "sub/link", bytes, 16), 7);
	CHECK_EQ(fstatat(folder, "sub/link", &status, 0), 0);
	CHECK_EQ(status.st_size, 2);
	CHECK_EQ(renameat(folder, "file", folder, "sub/file"), 0);
	CHECK_ERRNO(fstatat(folder, "sub/link", &status, 0), ENOENT);
	CHECK_EQ(linkat(folder, "sub/file", folder, "file", 0), 0);
	CHECK_EQ(fstatat(folder, "sub/link", &status, 0), 0);
	CHECK_EQ(unlinkat(folder, "sub/link", 0) | unlinkat(folder, "sub/file", 0), 0);
	CHECK_EQ(unlinkat(folder, "sub", AT_REMOVEDIR) | unlinkat(folder, "file", 0), 0);
	CHECK_ERRNO(openat(fd, "x", O_RDONLY), ENOTDIR);
	CHECK_ERRNO(openat(999, "x", O_RDONLY), EBADF);
	CHECK_EQ(fchdir(folder), 0);
	CHECK_EQ(chdir(".."), 0);
	CHECK_EQ(rmdir("renamed"), 0);
	CHECK_ERRNO(openat(folder, "new", O_WRONLY | O_CREAT, 0600), ENOENT);
	return 0;
}
