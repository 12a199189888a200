/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * open's flags: O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW, O_PATH, O_CLOEXEC, access modes, and
 * errors.
 * @folders tmp root share
 */
#include "test.h"

static off_t size_of(const char *path)
{
	struct stat status;

	CHECK_EQ(stat(path, &status), 0);
	return status.st_size;
}

static void check_creation(void)
{
	int fd;

	CHECK_ERRNO(open("new", O_RDWR), ENOENT);
	fd = OK(open("new", O_RDWR | O_CREAT, 0640));
	CHECK_EQ(write(fd, "content", 7), 7);
	close(fd);
	CHECK_ERRNO(open("new", O_RDWR | O_CREAT | O_EXCL, 0640), EEXIST);
	close(OK(open("new", O_RDWR | O_CREAT, 0600)));
	CHECK_EQ(size_of("new"), 7);
	close(OK(open("new", O_WRONLY | O_TRUNC)));
	CHECK_EQ(size_of("new"), 0);
	CHECK_ERRNO(open("folder/none/new", O_RDWR | O_CREAT, 0600), ENOENT);
	CHECK_ERRNO(open("new/below", O_RDWR | O_CREAT, 0600), ENOTDIR);
	CHECK_ERRNO(open("new", O_RDONLY | O_DIRECTORY), ENOTDIR);
}

static void check_append(void)
{
	int fd = OK(open("log", O_WRONLY | O_CREAT | O_APPEND, 0600)), other = OK(open("log", O_RDWR));
	char bytes[16];

	CHECK_EQ(write(fd, "one", 3), 3);
	CHECK_EQ(write(other, "ONE+", 4), 4);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	CHECK_EQ(write(fd, "two", 3), 3);
	CHECK_EQ(pread(other, bytes, 16, 0), 7);
	CHECK_EQ(memcmp(bytes, "ONE+two", 7), 0);
	CHECK_EQ(fcntl(fd, F_GETFL) & (O_APPEND | O_ACCMODE), O_APPEND | O_WRONLY);
	CHECK_ERRNO(read(fd, bytes, 1), EBADF);
	close(fd);
	close(other);
}

static void check_folder(void)
{
	int fd;

	CHECK_EQ(mkdir("folder", 0755), 0);
	fd = OK(open("folder", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	CHECK_ERRNO(open("folder", O_WRONLY), EISDIR);
	CHECK_ERRNO(open("folder", O_RDWR), EISDIR);
	CHECK_ERRNO(open("folder", O_RDONLY | O_CREAT, 0600), EISDIR);
	CHECK_ERRNO(write(OK(open("folder", O_RDONLY)), "x", 1), EBADF);
}

static void check_links(void)
{
	int fd;

	CHECK_EQ(symlink("new", "link"), 0);
	close(OK(open("link", O_RDONLY)));
	CHECK_ERRNO(open("link", O_RDONLY | O_NOFOLLOW), ELOOP);
	CHECK_EQ(symlink("made-by-link", "dangling"), 0);
	CHECK_ERRNO(open("dangling", O_RDONLY), ENOENT);
	CHECK_ERRNO(open("dangling", O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
	close(OK(open("dangling", O_RDWR | O_CREAT, 0600)));
	CHECK_EQ(size_of("made-by-link"), 0);
	fd = OK(open("link", O_PATH | O_NOFOLLOW));
	CHECK_ERRNO(read(fd, &fd, 1), EBADF);
	close(fd);
	fd = OK(open("folder", O_PATH));
	close(OK(openat(fd, "../new", O_RDONLY)));
	CHECK_EQ(fcntl(fd, F_GETFL) & O_PATH, O_PATH);
	close(fd);
}

int main(int argc, char **argv)
{
	umask(022);
	test_enter_folder(argc, argv);
	check_creation();
	check_append();
	check_folder();
	check_links();
	CHECK_ERRNO(open("", O_RDONLY), ENOENT);
	return 0;
}
