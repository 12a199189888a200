/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * rename: over files and empty folders, open files, into other folders, flags, and every refusal.
 * @folders tmp root share
 */
#include "test.h"

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#endif

static void check_content(const char *path, const char *content)
{
	char *text = test_read_file(path);

	CHECK_STR(text, content);
	free(text);
}

static void check_files(void)
{
	char bytes[8];
	int fd;

	test_write_file("a", "A", 1);
	test_write_file("b", "B", 1);
	fd = OK(open("b", O_RDONLY));
	CHECK_EQ(rename("a", "b"), 0);
	CHECK_ERRNO(access("a", F_OK), ENOENT);
	check_content("b", "A");
	CHECK_EQ(read(fd, bytes, 8), 1); /* who had the old one open still reads it */
	CHECK_EQ(bytes[0], 'B');
	close(fd);
	fd = OK(open("b", O_RDWR | O_APPEND));
	CHECK_EQ(rename("b", "c"), 0);
	CHECK_EQ(write(fd, "!", 1), 1);
	close(fd);
	check_content("c", "A!");
	CHECK_EQ(rename("c", "c"), 0);
	CHECK_EQ(link("c", "d"), 0);
	CHECK_EQ(rename("c", "d"), 0); /* names of one file: nothing happens */
	CHECK_EQ(access("c", F_OK), 0);
	CHECK_EQ(unlink("d"), 0);
}

static void check_folders(void)
{
	CHECK_EQ(mkdir("f", 0755) | mkdir("f/sub", 0755) | mkdir("g", 0755), 0);
	test_write_file("f/sub/file", "deep", 4);
	CHECK_EQ(rename("f", "g"), 0); /* over an empty one */
	check_content("g/sub/file", "deep");
	CHECK_EQ(mkdir("h", 0755), 0);
	CHECK_EQ(rename("g/sub", "h/moved"), 0);
	check_content("h/moved/file", "deep");
	CHECK_EQ(chdir("h/moved"), 0);
	CHECK_EQ(access("../moved/file", F_OK), 0);
	CHECK_EQ(chdir("../.."), 0);
	CHECK_EQ(rename("h/moved/file", "out"), 0);
	check_content("out", "deep");
}

static void check_errors(void)
{
	test_write_file("file", "x", 1);
	CHECK_EQ(mkdir("empty", 0755) | mkdir("full", 0755), 0);
	test_write_file("full/file", "x", 1);
	CHECK_ERRNO(rename("none", "x"), ENOENT);
	CHECK_ERRNO(rename("file", "none/x"), ENOENT);
	CHECK_ERRNO(rename("file", "empty"), EISDIR);
	CHECK_ERRNO(rename("empty", "file"), ENOTDIR);
	CHECK_ERRNO(rename("file", "file/x"), ENOTDIR);
	CHECK_EQ(rename("empty", "full") == -1 && (errno == ENOTEMPTY || errno == EEXIST), 1);
	CHECK_ERRNO(rename("full", "full/below"), EINVAL);
	CHECK_ERRNO(rename("full", "/proc/x"), EXDEV);
	CHECK_EQ(rename(".", "x") == -1 && (errno == EBUSY || errno == EINVAL), 1);
}

static void check_flags(void)
{
	test_write_file("from", "F", 1);
	test_write_file("to", "T", 1);
	if (test_on_host_folder())
		return;
	CHECK_EQ(syscall(SYS_renameat2, AT_FDCWD, "from", AT_FDCWD, "to", RENAME_NOREPLACE), -1);
	CHECK_EQ(errno, EEXIST);
	check_content("to", "T");
	CHECK_EQ(syscall(SYS_renameat2, AT_FDCWD, "from", AT_FDCWD, "new", RENAME_NOREPLACE), 0);
	check_content("new", "F");
	CHECK_ERRNO(syscall(SYS_renameat2, AT_FDCWD, "new", AT_FDCWD, "x", 0x100), EINVAL);
}

int main(int argc, char **argv)
{
	test_enter_folder(argc, argv);
	check_files();
	check_folders();
	check_errors();
	check_flags();
	return 0;
}
