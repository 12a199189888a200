/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fallocate: reserves room with or without growing the file, punches holes that read as zero; EOPNOTSUPP is an answer
 * on file systems that cannot.
 * @folders tmp root share
 */
#include "test.h"

static off_t size_of(int fd)
{
	struct stat status;

	CHECK_EQ(fstat(fd, &status), 0);
	return status.st_size;
}

int main(int argc, char **argv)
{
	char bytes[3 * 4096];
	int fd, i;

	test_enter_folder(argc, argv);
	fd = OK(open("room", O_RDWR | O_CREAT | O_TRUNC, 0600));
	if (fallocate(fd, 0, 0, 10000) != 0 && errno == EOPNOTSUPP)
		SKIP("no fallocate here");
	CHECK_EQ(size_of(fd), 10000);
	CHECK_EQ(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 100000), 0);
	CHECK_EQ(size_of(fd), 10000);
	memset(bytes, 'x', sizeof(bytes));
	CHECK_EQ(pwrite(fd, bytes, sizeof(bytes), 0), sizeof(bytes));
	CHECK_EQ(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4000, 5000), 0);
	CHECK_EQ(pread(fd, bytes, sizeof(bytes), 0), sizeof(bytes));
	for (i = 0; i < (int)sizeof(bytes); i++)
		CHECK_EQ(bytes[i], i >= 4000 && i < 9000 ? 0 : 'x');
	CHECK_ERRNO(fallocate(fd, 0, 0, 0), EINVAL);
	CHECK_ERRNO(fallocate(fd, 0, -1, 10), EINVAL);
	CHECK_ERRNO(fallocate(999, 0, 0, 10), EBADF);
	CHECK_EQ(posix_fallocate(fd, 50000, 10), 0);
	CHECK_EQ(size_of(fd), 50010);
	return 0;
}
