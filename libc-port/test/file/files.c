/* SPDX-License-Identifier: BSD-3-Clause */
/* Files by descriptor: open modes, positions, vectors, sizes, links, facts, duplicates, descriptors' flags. */
#include "test.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static void check_positions(int fd)
{
	char bytes[16] = "";
	struct iovec parts[2] = {{"abc", 3}, {"defgh", 5}};
	CHECK_EQ(writev(fd, parts, 2), 8);
	CHECK_EQ(lseek(fd, 2, SEEK_SET), 2);
	CHECK_EQ(read(fd, bytes, 3), 3);
	CHECK_STR(bytes, "cde");
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 5);
	CHECK_EQ(pwrite(fd, "X", 1, 0), 1);
	CHECK_EQ(pread(fd, bytes, 4, 0), 4);
	CHECK_STR(bytes, "Xbcd");
	CHECK_EQ(lseek(fd, 0, SEEK_CUR), 5);
	CHECK_EQ(ftruncate(fd, 4), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_END), 4);
	CHECK_EQ(fsync(fd), 0);
}

static void check_facts(int fd)
{
	struct stat status, other;
	struct timespec times[2] = {{1000000000, 5}, {1100000000, 7}};
	CHECK_EQ(fchmod(fd, 0640), 0);
	CHECK_EQ(futimens(fd, times), 0);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK(S_ISREG(status.st_mode));
	CHECK_EQ(status.st_mode & ALLPERMS, 0640);
	CHECK_EQ(status.st_size, 4);
	CHECK_EQ(status.st_nlink, 1);
	CHECK_EQ(status.st_mtime, 1100000000);
	CHECK_EQ(stat("file", &other), 0);
	CHECK_EQ(other.st_ino, status.st_ino);
	CHECK_EQ(other.st_dev, status.st_dev);
}

static void check_names(void)
{
	char target[16] = "";
	struct stat status;
	CHECK_EQ(symlink("file", "link"), 0);
	CHECK_EQ(readlink("link", target, sizeof(target)), 4);
	CHECK_STR(target, "file");
	CHECK_EQ(lstat("link", &status), 0);
	CHECK(S_ISLNK(status.st_mode));
	CHECK_EQ(stat("link", &status), 0);
	CHECK(S_ISREG(status.st_mode));
	CHECK_EQ(rename("file", "other"), 0);
	CHECK_FAILS(access("file", F_OK), ENOENT);
	CHECK_FAILS(stat("link", &status), ENOENT);
	CHECK_EQ(access("other", R_OK | W_OK), 0);
	CHECK_EQ(unlink("link"), 0);
	CHECK_EQ(unlink("other"), 0);
}

static void check_descriptors(int fd)
{
	int copy = dup(fd);
	CHECK(copy > fd);
	CHECK_EQ(dup2(fd, 50), 50);
	CHECK_EQ(fcntl(50, F_GETFD), 0);
	CHECK_EQ(fcntl(50, F_SETFD, FD_CLOEXEC), 0);
	CHECK_EQ(fcntl(50, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDWR);
	CHECK_EQ(fcntl(fd, F_SETFL, O_APPEND), 0);
	CHECK_EQ(fcntl(copy, F_GETFL) & O_APPEND, O_APPEND);
	CHECK_EQ(close(copy), 0);
	CHECK_EQ(close(50), 0);
	CHECK_FAILS(close(50), EBADF);
}

int main(void)
{
	int fd = open("file", O_CREAT | O_EXCL | O_RDWR, 0600);
	CHECK(fd >= 0);
	CHECK_FAILS(open("file", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	CHECK_FAILS(open("missing", O_RDONLY), ENOENT);
	check_positions(fd);
	check_facts(fd);
	check_descriptors(fd);
	check_names();
	CHECK_EQ(close(fd), 0);
	return 0;
}
