/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SEEK_DATA and SEEK_HOLE describe a sparse file consistently; the end of the file is a hole, beyond it is ENXIO.
 * @folders tmp root
 */
#include "test.h"

#define PAGE 65536L

int main(int argc, char **argv)
{
	off_t data, hole;
	int fd;

	test_enter_folder(argc, argv);
	fd = OK(open("holes", O_RDWR | O_CREAT | O_TRUNC, 0600));
	CHECK_EQ(ftruncate(fd, 10 * PAGE), 0);
	CHECK_EQ(pwrite(fd, "x", 1, 3 * PAGE), 1);
	CHECK_EQ(pwrite(fd, "x", 1, 7 * PAGE + 5), 1);
	/* A file system that knows no holes may say that all is data. */
	data = OK(lseek(fd, 0, SEEK_DATA));
	hole = OK(lseek(fd, data, SEEK_HOLE));
	CHECK_OP(data, <=, 3 * PAGE);
	CHECK_OP(hole, >, 3 * PAGE);
	CHECK_OP(lseek(fd, 0, SEEK_HOLE), >=, 0);
	CHECK_OP(lseek(fd, 7 * PAGE + 5, SEEK_DATA), ==, 7 * PAGE + 5);
	CHECK_OP(lseek(fd, 7 * PAGE + 5, SEEK_HOLE), >, 7 * PAGE + 5);
	CHECK_OP(lseek(fd, 7 * PAGE + 5, SEEK_HOLE), <=, 10 * PAGE);
	CHECK_ERRNO(lseek(fd, 10 * PAGE, SEEK_DATA), ENXIO);
	CHECK_ERRNO(lseek(fd, 10 * PAGE + 1, SEEK_HOLE), ENXIO);
	CHECK_ERRNO(lseek(fd, -1, SEEK_DATA), ENXIO);
	return 0;
}
