/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * stat, lstat, fstat and newfstatat agree on type, mode, size, links, blocks and identity of files, folders and
 * symlinks.
 * @folders tmp root share
 */
#include "test.h"

static void check_same(const struct stat *a, const struct stat *b)
{
	CHECK_EQ(a->st_dev, b->st_dev);
	CHECK_EQ(a->st_ino, b->st_ino);
	CHECK_EQ(a->st_mode, b->st_mode);
	CHECK_EQ(a->st_size, b->st_size);
	CHECK_EQ(a->st_nlink, b->st_nlink);
	CHECK_EQ(a->st_mtim.tv_sec, b->st_mtim.tv_sec);
	CHECK_EQ(a->st_mtim.tv_nsec, b->st_mtim.tv_nsec);
}

static void check_file(void)
{
	struct stat by_name, by_fd, by_at;
	int fd = OK(open("file", O_RDONLY)), folder = OK(open(".", O_RDONLY | O_DIRECTORY));

	CHECK_EQ(stat("file", &by_name), 0);
	CHECK_EQ(fstat(fd, &by_fd), 0);
	CHECK_EQ(fstatat(folder, "file", &by_at, 0), 0);
	CHECK_EQ(by_name.st_mode, S_IFREG | 0640);
	CHECK_EQ(by_name.st_size, 5000);
	CHECK_EQ(by_name.st_nlink, 1);
	CHECK_EQ(by_name.st_uid, getuid());
	CHECK_OP(by_name.st_blksize, >=, 512);
	CHECK_OP(by_name.st_mtim.tv_sec, >, 1577836800); /* after 2020 */
	check_same(&by_name, &by_fd);
	check_same(&by_name, &by_at);
	CHECK_EQ(fstatat(fd, "", &by_at, AT_EMPTY_PATH), 0);
	check_same(&by_name, &by_at);
	close(fd);
	close(folder);
}

static void check_symlink(void)
{
	struct stat file, link, followed;

	CHECK_EQ(symlink("file", "symlink"), 0);
	CHECK_EQ(stat("file", &file), 0);
	CHECK_EQ(stat("symlink", &followed), 0);
	check_same(&file, &followed);
	CHECK_EQ(lstat("symlink", &link), 0);
	CHECK(S_ISLNK(link.st_mode));
	CHECK_EQ(link.st_size, 4);
	CHECK(link.st_ino != file.st_ino);
	CHECK_EQ(fstatat(AT_FDCWD, "symlink", &followed, AT_SYMLINK_NOFOLLOW), 0);
	check_same(&link, &followed);
}

static void check_folder(void)
{
	struct stat folder, inside;

	CHECK_EQ(mkdir("folder", 0750), 0);
	CHECK_EQ(stat("folder", &folder), 0);
	CHECK_EQ(folder.st_mode, S_IFDIR | 0750);
	CHECK_EQ(stat("folder/.", &inside), 0);
	check_same(&folder, &inside);
	CHECK_EQ(stat(".", &folder), 0);
	CHECK_EQ(stat("folder/..", &inside), 0);
	CHECK_EQ(folder.st_ino, inside.st_ino);
	CHECK_EQ(folder.st_dev, inside.st_dev);
}

int main(int argc, char **argv)
{
	static char bytes[5000];
	struct stat status;

	umask(0);
	test_enter_folder(argc, argv);
	close(OK(open("file", O_WRONLY | O_CREAT | O_EXCL, 0640)));
	test_write_file("file", bytes, sizeof(bytes));
	check_file();
	check_symlink();
	check_folder();
	CHECK_ERRNO(stat("none", &status), ENOENT);
	CHECK_ERRNO(stat("none/below", &status), ENOENT);
	CHECK_ERRNO(stat("file/below", &status), ENOTDIR);
	CHECK_ERRNO(stat("file/", &status), ENOTDIR);
	CHECK_ERRNO(stat("", &status), ENOENT);
	CHECK_ERRNO(fstat(999, &status), EBADF);
	CHECK_ERRNO(syscall(SYS_stat, BAD_POINTER, &status), EFAULT);
	CHECK_ERRNO(syscall(SYS_stat, "file", BAD_POINTER), EFAULT);
	return 0;
}
