/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * open, write, read, pread, pwrite, lseek and ftruncate on one file, with the offset where it belongs after each.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	char buffer[64];
	int fd, second;

	test_enter_folder(argc, argv);
	fd = OK(open("file", O_RDWR | O_CREAT | O_TRUNC, 0600));
	CHECK_EQ(read(fd, buffer, 10), 0);
	CHECK_EQ(write(fd, "0123456789", 10), 10);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 10);
	CHECK_EQ(pwrite(fd, "AB", 2, 3), 2);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 10);
	CHECK_EQ(lseek(fd, 2, SEEK_SET), 2);
	CHECK_EQ(read(fd, buffer, 4), 4);
	CHECK_EQ(memcmp(buffer, "2AB5", 4), 0);
	CHECK_EQ(pread(fd, buffer, sizeof(buffer), 8), 2);
	CHECK_EQ(memcmp(buffer, "89", 2), 0);
	CHECK_EQ(pread(fd, buffer, 1, 10), 0);
	CHECK_EQ(pread(fd, buffer, 1, 1 << 30), 0);
	CHECK_EQ(read(fd, buffer, sizeof(buffer)), 4);
	CHECK_EQ(read(fd, buffer, sizeof(buffer)), 0);

	/* Past the end, the gap reads as zeroes. */
	CHECK_EQ(lseek(fd, 20, SEEK_SET), 20);
	CHECK_EQ(write(fd, "end", 3), 3);
	CHECK_EQ(pread(fd, buffer, sizeof(buffer), 0), 23);
	CHECK_EQ(memcmp(buffer, "012AB56789\0\0\0\0\0\0\0\0\0\0end", 23), 0);

	/* A second description has an offset of its own and sees the same bytes. */
	second = OK(open("file", O_RDONLY));
	CHECK_EQ(read(second, buffer, 5), 5);
	CHECK_EQ(memcmp(buffer, "012AB", 5), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 23);
	CHECK_ERRNO(write(second, "x", 1), EBADF);
	CHECK_EQ(write(fd, "", 0), 0);

	CHECK_EQ(ftruncate(fd, 4), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_END), 4);
	CHECK_EQ(read(second, buffer, sizeof(buffer)), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_ERRNO(close(fd), EBADF);
	CHECK_ERRNO(read(fd, buffer, 1), EBADF);
	CHECK_EQ(close(second), 0);
	CHECK_EQ(unlink("file"), 0);
	CHECK_ERRNO(open("file", O_RDONLY), ENOENT);
	return 0;
}
