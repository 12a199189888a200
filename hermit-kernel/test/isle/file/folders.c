/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mkdir and rmdir: modes, link counts, dots and slashes in names, ENOTEMPTY, EEXIST, a working folder that was removed.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	char path[512];
	struct stat status;

	umask(027);
	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir("folder/", 0777), 0);
	CHECK_EQ(stat("folder", &status), 0);
	CHECK_EQ(status.st_mode, S_IFDIR | 0750);
	CHECK_ERRNO(mkdir("folder", 0777), EEXIST);
	CHECK_ERRNO(mkdir(".", 0777), EEXIST);
	CHECK_ERRNO(mkdir("/", 0777), EEXIST);
	CHECK_ERRNO(mkdir("none/x", 0777), ENOENT);
	CHECK_EQ(mkdir("folder/a", 0755) | mkdir("folder/a/b", 0755), 0);
	CHECK_ERRNO(rmdir("folder"), ENOTEMPTY);
	CHECK_ERRNO(rmdir("folder/a/."), EINVAL);
	CHECK_EQ(rmdir("folder/a/..") == -1 && (errno == ENOTEMPTY || errno == EINVAL), 1);
	CHECK_ERRNO(rmdir("none"), ENOENT);
	test_write_file("file", "x", 1);
	CHECK_ERRNO(rmdir("file"), ENOTDIR);
	CHECK_ERRNO(mkdir("file", 0755), EEXIST);
	CHECK_ERRNO(mkdir("file/x", 0755), ENOTDIR);
	CHECK_EQ(access("folder//a///b/", F_OK), 0);

	CHECK_EQ(chdir("folder/a/b"), 0);
	CHECK(getcwd(path, sizeof(path)) != NULL);
	CHECK_STR(path + strlen(path) - 11, "/folder/a/b");
	CHECK_EQ(rmdir("../b"), 0);
	CHECK_ERRNO(open("new", O_WRONLY | O_CREAT, 0600), ENOENT);
	CHECK_EQ(chdir("../../.."), 0);
	CHECK_EQ(rmdir("folder/a") | rmdir("folder"), 0);
	return 0;
}
