/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * truncate and ftruncate: shrink, grow with zeroes, grow again after a shrink inside a page, errors.
 * @folders tmp root share
 */
#include "test.h"

static void check_content(int fd, off_t letters, off_t size)
{
	static char bytes[20000];
	off_t i;

	CHECK_EQ(pread(fd, bytes, sizeof(bytes), 0), size);
	for (i = 0; i < size; i++)
		if (bytes[i] != (i < letters ? 'a' : 0))
			CHECK_EQ(bytes[i], i < letters ? 'a' : 0);
}

int main(int argc, char **argv)
{
	static char bytes[10000];
	int fd, ro;

	test_enter_folder(argc, argv);
	memset(bytes, 'a', sizeof(bytes));
	test_write_file("file", bytes, sizeof(bytes));
	fd = OK(open("file", O_RDWR));
	check_content(fd, 10000, 10000);
	CHECK_EQ(truncate("file", 5000), 0);
	check_content(fd, 5000, 5000);
	CHECK_EQ(ftruncate(fd, 12000), 0);
	check_content(fd, 5000, 12000);
	CHECK_EQ(ftruncate(fd, 4096), 0);
	CHECK_EQ(ftruncate(fd, 9000), 0);
	check_content(fd, 4096, 9000);
	CHECK_EQ(ftruncate(fd, 0), 0);
	check_content(fd, 0, 0);
	ro = OK(open("file", O_RDONLY));
	CHECK_ERRNO(ftruncate(ro, 1), EINVAL);
	CHECK_ERRNO(ftruncate(fd, -1), EINVAL);
	CHECK_ERRNO(truncate("none", 1), ENOENT);
	CHECK_ERRNO(truncate(".", 1), EISDIR);
	CHECK_ERRNO(ftruncate(999, 1), EBADF);
	return 0;
}
