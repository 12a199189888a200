/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Hard links and unlinking: link counts, names of one file, a file that lives on open after its last name went.
 * @folders tmp root share
 */
#include "test.h"

static nlink_t links_of(const char *path)
{
	struct stat status;

	CHECK_EQ(stat(path, &status), 0);
	return status.st_nlink;
}

static void check_links(void)
{
	struct stat a, b;

	test_write_file("a", "same", 4);
	CHECK_EQ(link("a", "b"), 0);
	CHECK_EQ(links_of("a"), 2);
	CHECK_EQ(stat("a", &a) | stat("b", &b), 0);
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK_ERRNO(link("a", "b"), EEXIST);
	CHECK_ERRNO(link("none", "x"), ENOENT);
	CHECK_EQ(unlink("a"), 0);
	CHECK_EQ(links_of("b"), 1);
	CHECK_EQ(linkat(AT_FDCWD, "b", AT_FDCWD, "c", 0), 0);
	CHECK_EQ(unlink("b") | unlink("c"), 0);
	CHECK_ERRNO(unlink("c"), ENOENT);
	CHECK_EQ(mkdir("folder", 0755), 0);
	CHECK_ERRNO(link("folder", "x"), EPERM);
	CHECK_ERRNO(unlink("folder"), EISDIR);
	CHECK_ERRNO(unlinkat(AT_FDCWD, "folder", 0x4000), EINVAL);
	CHECK_EQ(unlinkat(AT_FDCWD, "folder", AT_REMOVEDIR), 0);
}

static void check_open_unlinked(void)
{
	int fd = OK(open("gone", O_RDWR | O_CREAT | O_EXCL, 0600));
	char bytes[32];
	struct stat status;

	CHECK_EQ(write(fd, "before", 6), 6);
	CHECK_EQ(unlink("gone"), 0);
	CHECK_ERRNO(access("gone", F_OK), ENOENT);
	CHECK_EQ(write(fd, " after", 6), 6);
	CHECK_EQ(pread(fd, bytes, 32, 0), 12);
	CHECK_EQ(memcmp(bytes, "before after", 12), 0);
	test_write_file("gone", "another", 7); /* a new file under the old name */
	CHECK_EQ(pread(fd, bytes, 32, 0), 12);
	CHECK_EQ(memcmp(bytes, "before", 6), 0);
	if (!test_on_host_folder()) {
		CHECK_EQ(ftruncate(fd, 3), 0);
		CHECK_EQ(fstat(fd, &status), 0);
		CHECK_EQ(status.st_size, 3);
		CHECK_EQ(status.st_nlink, 0);
		CHECK_EQ(stat("gone", &status), 0);
		CHECK_EQ(status.st_size, 7);
	}
	close(fd);
	CHECK_EQ(unlink("gone"), 0);
}

int main(int argc, char **argv)
{
	test_enter_folder(argc, argv);
	check_links();
	check_open_unlinked();
	return 0;
}
