/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time stamps: utimensat sets them to given times, now, or leaves them; writing moves mtime, reading and chmod do not.
 * @folders tmp root share
 */
#include <sys/time.h>
#include "test.h"

static struct stat get(const char *path)
{
	struct stat status;

	CHECK_EQ(lstat(path, &status), 0);
	return status;
}

int main(int argc, char **argv)
{
	struct timespec times[2] = {{1000000000, 0}, {1234567890, 0}}, bad[2] = {{0, 0}, {0, 1000000000}};
	int64_t before;
	char byte;
	int fd;

	test_enter_folder(argc, argv);
	before = test_clock_ns(CLOCK_REALTIME_COARSE) / 1000000000 - 2;
	test_write_file("file", "x", 1);
	CHECK_OP(get("file").st_mtim.tv_sec, >=, before);
	CHECK_EQ(utimensat(AT_FDCWD, "file", times, 0), 0);
	CHECK_EQ(get("file").st_atim.tv_sec, 1000000000);
	CHECK_EQ(get("file").st_mtim.tv_sec, 1234567890);
	CHECK_OP(get("file").st_ctim.tv_sec, >=, before);
	times[0].tv_nsec = UTIME_OMIT;
	times[1].tv_sec = 2000000000;
	fd = OK(open("file", O_RDWR));
	CHECK_EQ(futimens(fd, times), 0);
	CHECK_EQ(get("file").st_atim.tv_sec, 1000000000);
	CHECK_EQ(get("file").st_mtim.tv_sec, 2000000000);
	CHECK_EQ(read(fd, &byte, 1), 1);
	CHECK_EQ(fchmod(fd, 0644), 0);
	CHECK_EQ(get("file").st_mtim.tv_sec, 2000000000);
	times[1].tv_nsec = UTIME_NOW;
	CHECK_EQ(futimens(fd, times), 0);
	CHECK_OP(get("file").st_mtim.tv_sec, >=, before);
	CHECK_OP(get("file").st_mtim.tv_sec, <, 2000000000);
	times[1] = (struct timespec){500000000, 0};
	CHECK_EQ(futimens(fd, times), 0);
	CHECK_EQ(write(fd, "y", 1), 1);
	CHECK_EQ(fsync(fd), 0);
	CHECK_OP(get("file").st_mtim.tv_sec, >=, before);
	CHECK_EQ(symlink("file", "link"), 0);
	times[0] = times[1];
	CHECK_EQ(utimensat(AT_FDCWD, "link", times, AT_SYMLINK_NOFOLLOW), 0);
	CHECK_EQ(get("link").st_mtim.tv_sec, 500000000);
	CHECK_EQ(utimes("file", (struct timeval[]){{5, 0}, {6, 0}}), 0);
	CHECK_EQ(get("file").st_mtim.tv_sec, 6);
	CHECK_EQ(utimensat(AT_FDCWD, "file", NULL, 0), 0);
	CHECK_OP(get("file").st_mtim.tv_sec, >=, before);
	CHECK_ERRNO(utimensat(AT_FDCWD, "file", bad, 0), EINVAL);
	CHECK_ERRNO(utimensat(AT_FDCWD, "none", NULL, 0), ENOENT);
	return 0;
}
