/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Symbolic links: readlink cuts and never terminates, relative, absolute and chained targets, loops say ELOOP, links in
 * the middle of paths and with a slash at the end.
 * @folders tmp root share
 */
#include "test.h"

static void check_content(const char *path, const char *content)
{
	char *text = test_read_file(path);

	CHECK_STR(text, content);
	free(text);
}

static void check_readlink(void)
{
	char bytes[32], longest[301];

	memset(bytes, 'z', sizeof(bytes));
	CHECK_EQ(symlink("target/name", "link"), 0);
	CHECK_EQ(readlink("link", bytes, sizeof(bytes)), 11);
	CHECK_EQ(memcmp(bytes, "target/namez", 12), 0);
	CHECK_EQ(readlink("link", bytes, 4), 4);
	CHECK_ERRNO(readlink("link", bytes, 0), EINVAL);
	CHECK_ERRNO(readlink("folder", bytes, 32), EINVAL);
	CHECK_ERRNO(readlink("none", bytes, 32), ENOENT);
	CHECK_ERRNO(symlink("x", "link"), EEXIST);
	CHECK_ERRNO(symlink("", "empty"), ENOENT);
	memset(longest, 'l', 300);
	longest[300] = 0;
	CHECK_EQ(symlink(longest, "long"), 0);
	CHECK_EQ(readlink("long", longest, sizeof(longest)), 300);
}

static void check_walk(void)
{
	char absolute[600], here[512];

	test_write_file("folder/file", "found", 5);
	CHECK_EQ(symlink("folder", "to-folder"), 0);
	CHECK_EQ(symlink("../to-folder/file", "folder/back"), 0);
	check_content("to-folder/file", "found");
	check_content("to-folder/back", "found");
	CHECK(getcwd(here, sizeof(here)) != NULL);
	snprintf(absolute, sizeof(absolute), "%s/folder/file", here);
	CHECK_EQ(symlink(absolute, "absolute"), 0);
	check_content("absolute", "found");
	check_content("to-folder/../folder/./file", "found");
	CHECK_ERRNO(unlink("to-folder/"), ENOTDIR);
	CHECK_EQ(mkdir("to-folder/made", 0755), 0);
	CHECK_EQ(access("folder/made", F_OK), 0);
	CHECK_ERRNO(rmdir("to-folder"), ENOTDIR);
	CHECK_EQ(unlink("to-folder"), 0);
	CHECK_EQ(access("folder/file", F_OK), 0);
}

static void check_loops(void)
{
	char name[16], next[16];
	int i;

	CHECK_EQ(symlink("b", "a") | symlink("a", "b"), 0);
	CHECK_ERRNO(open("a", O_RDONLY), ELOOP);
	CHECK_ERRNO(access("a/x", F_OK), ELOOP);
	CHECK_EQ(symlink("self", "self"), 0);
	CHECK_ERRNO(access("self", F_OK), ELOOP);
	test_write_file("chain-0", "end", 3);
	for (i = 1; i <= 41; i++) {
		snprintf(name, sizeof(name), "chain-%d", i);
		snprintf(next, sizeof(next), "chain-%d", i - 1);
		CHECK_EQ(symlink(next, name), 0);
	}
	check_content("chain-40", "end"); /* Linux follows 40 */
	CHECK_ERRNO(open("chain-41", O_RDONLY), ELOOP);
}

int main(int argc, char **argv)
{
	test_enter_folder(argc, argv);
	CHECK_EQ(mkdir("folder", 0755), 0);
	check_readlink();
	check_walk();
	check_loops();
	return 0;
}
