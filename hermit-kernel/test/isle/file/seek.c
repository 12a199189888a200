/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lseek: every whence, before the start (EINVAL), far past the end, on folders and unseekable files; offsets above 4
 * GiB.
 * @folders tmp root share
 */
#include "test.h"

#define FAR ((5L << 30) + 123)

int main(int argc, char **argv)
{
	char byte = 0;
	struct stat status;
	int fd, copy;

	test_enter_folder(argc, argv);
	fd = OK(open("seek", O_RDWR | O_CREAT | O_TRUNC, 0600));
	CHECK_EQ(write(fd, "0123456789", 10), 10);
	CHECK_EQ(lseek(fd, -3, SEEK_CUR), 7);
	CHECK_EQ(lseek(fd, -3, SEEK_END), 7);
	CHECK_EQ(lseek(fd, 3, SEEK_END), 13);
	CHECK_ERRNO(lseek(fd, -14, SEEK_CUR), EINVAL);
	CHECK_ERRNO(lseek(fd, -11, SEEK_END), EINVAL);
	CHECK_ERRNO(lseek(fd, -1, SEEK_SET), EINVAL);
	CHECK_ERRNO(lseek(fd, 0, 99), EINVAL);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 13);
	copy = OK(dup(fd));
	CHECK_EQ(lseek(copy, 5, SEEK_SET), 5);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 5); /* one offset for both */

	CHECK_EQ(lseek(fd, FAR, SEEK_SET), FAR);
	CHECK_EQ(read(fd, &byte, 1), 0);
	CHECK_EQ(write(fd, "!", 1), 1);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK_EQ(status.st_size, FAR + 1);
	CHECK_OP(status.st_blocks, <, 1 << 20); /* sparse */
	CHECK_EQ(pread(fd, &byte, 1, FAR), 1);
	CHECK_EQ(byte, '!');
	CHECK_EQ(pread(fd, &byte, 1, FAR - 1), 1);
	CHECK_EQ(byte, 0);
	CHECK_EQ(pread(fd, &byte, 1, 9), 1);
	CHECK_EQ(byte, '9');
	CHECK_EQ(ftruncate(fd, 0), 0);
	CHECK_ERRNO(pread(fd, &byte, 1, -1), EINVAL);
	CHECK_ERRNO(lseek(999, 0, SEEK_SET), EBADF);
	return 0;
}
