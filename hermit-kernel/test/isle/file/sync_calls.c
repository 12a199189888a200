/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * fsync, fdatasync, sync, syncfs, sync_file_range, posix_fadvise and readahead are accepted and answer errors as Linux
 * does.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	int fd, folder, ends[2];

	test_enter_folder(argc, argv);
	fd = OK(open("file", O_RDWR | O_CREAT | O_SYNC, 0600));
	CHECK_EQ(write(fd, "x", 1), 1);
	CHECK_EQ(fsync(fd), 0);
	CHECK_EQ(fdatasync(fd), 0);
	folder = OK(open(".", O_RDONLY | O_DIRECTORY));
	CHECK_EQ(fsync(folder), 0);
	CHECK_EQ(syncfs(fd), 0);
	CHECK_EQ(posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL), 0);
	CHECK_EQ(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
	CHECK_EQ(posix_fadvise(fd, 0, 0, 99), EINVAL);
	CHECK_EQ(pipe(ends), 0);
	CHECK_EQ(posix_fadvise(ends[0], 0, 0, POSIX_FADV_NORMAL), ESPIPE);
	CHECK_ERRNO(fsync(ends[0]), EINVAL);
	CHECK_ERRNO(fsync(999), EBADF);
	CHECK_EQ(posix_fadvise(999, 0, 0, POSIX_FADV_NORMAL), EBADF);
	return 0;
}
