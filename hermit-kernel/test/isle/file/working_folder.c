/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * getcwd, chdir and fchdir: the name of where one is, also through symbolic links, dots and renames; errors.
 * @folders tmp root share
 */
#include "test.h"

static void check_cwd(const char *expected)
{
	char path[1024];

	CHECK(getcwd(path, sizeof(path)) == path);
	CHECK_STR(path, expected);
}

int main(int argc, char **argv)
{
	char start[512], expected[600], tiny[3];
	int fd;

	test_enter_folder(argc, argv);
	CHECK(getcwd(start, sizeof(start)) != NULL);
	CHECK_EQ(syscall(SYS_getcwd, expected, sizeof(expected)), strlen(start) + 1);
	CHECK_EQ(mkdir("a", 0755) | mkdir("a/b", 0755) | symlink("a/b", "link"), 0);
	fd = OK(open(".", O_RDONLY | O_DIRECTORY));
	CHECK_EQ(chdir("link"), 0);
	snprintf(expected, sizeof(expected), "%s/a/b", start);
	check_cwd(expected);
	CHECK_EQ(chdir(".././b/.."), 0);
	snprintf(expected, sizeof(expected), "%s/a", start);
	check_cwd(expected);
	CHECK_EQ(fchdir(fd), 0);
	check_cwd(start);
	CHECK_EQ(chdir("a/b"), 0);
	snprintf(expected, sizeof(expected), "%s/a", start);
	CHECK_EQ(renameat(fd, "a", fd, "z"), 0);
	snprintf(expected, sizeof(expected), "%s/z/b", start);
	check_cwd(expected);
	CHECK_EQ(chdir("/"), 0);
	check_cwd("/");
	CHECK_EQ(chdir("/.."), 0);
	check_cwd("/");
	CHECK_EQ(chdir(start), 0);
	CHECK_ERRNO(syscall(SYS_getcwd, tiny, sizeof(tiny)), ERANGE);
	CHECK_ERRNO(chdir("none"), ENOENT);
	test_write_file("file", "x", 1);
	CHECK_ERRNO(chdir("file"), ENOTDIR);
	CHECK_ERRNO(fchdir(OK(open("file", O_RDONLY))), ENOTDIR);
	CHECK_ERRNO(fchdir(999), EBADF);
	return 0;
}
