/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/self/exe, cwd, root and fd/N: readlink names them, open opens what they stand for, the fd folder lists what is
 * open.
 */
#include <dirent.h>
#include "test.h"

static void check_link(const char *path, const char *expected)
{
	char target[1024];
	ssize_t n = OK(readlink(path, target, sizeof(target) - 1));

	target[n] = 0;
	CHECK_STR(target, expected);
}

static int count_entries(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int count = 0;

	CHECK(folder != NULL);
	while ((entry = readdir(folder)))
		count += entry->d_name[0] != '.';
	CHECK_EQ(closedir(folder), 0);
	return count;
}

int main(int argc TEST_UNUSED, char **argv)
{
	char path[1024], target[1024], bytes[4];
	int fd, ends[2], before;
	ssize_t n;

	CHECK(realpath(argv[0], path) != NULL);
	check_link("/proc/self/exe", path);
	snprintf(target, sizeof(target), "/proc/%d/exe", getpid());
	check_link(target, path);
	fd = OK(open("/proc/self/exe", O_RDONLY));
	CHECK_EQ(read(fd, bytes, 4), 4);
	CHECK_EQ(memcmp(bytes, "\177ELF", 4), 0);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", fd);
	check_link(target, path);
	CHECK(getcwd(path, sizeof(path)) != NULL);
	check_link("/proc/self/cwd", path);
	check_link("/proc/self/root", "/");
	CHECK_EQ(pipe(ends), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[0]);
	n = OK(readlink(path, target, sizeof(target)));
	CHECK_EQ(memcmp(target, "pipe:[", n > 6 ? 6 : (size_t)n), 0);
	before = count_entries("/proc/self/fd");
	close(ends[0]);
	CHECK_EQ(count_entries("/proc/self/fd"), before - 1);
	CHECK_ERRNO(readlink("/proc/self/fd/999", path, 10), ENOENT);
	CHECK_ERRNO(open("/proc/self/none", O_RDONLY), ENOENT);
	CHECK_ERRNO(open("/proc/self/exe", O_RDONLY | O_NOFOLLOW), ELOOP);
	CHECK_EQ(count_entries("/proc/self/task"), 1);
	return 0;
}
