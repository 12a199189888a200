/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * access, faccessat and faccessat2: existence and permission bits as the owner of a file sees them.
 * @folders tmp root share
 */
#include "test.h"

#define SYS_FACCESSAT2 439

int main(int argc, char **argv)
{
	int folder;
	long result;

	test_enter_folder(argc, argv);
	test_write_file("file", "x", 1);
	folder = OK(open(".", O_RDONLY | O_DIRECTORY));
	CHECK_EQ(chmod("file", 0600), 0);
	CHECK_EQ(access("file", F_OK), 0);
	CHECK_EQ(access("file", R_OK | W_OK), 0);
	CHECK_ERRNO(access("file", X_OK), EACCES); /* not even for root */
	CHECK_EQ(chmod("file", 0700), 0);
	CHECK_EQ(access("file", R_OK | W_OK | X_OK), 0);
	CHECK_EQ(access(".", R_OK | W_OK | X_OK), 0);
	CHECK_EQ(faccessat(folder, "file", X_OK, 0), 0);
	CHECK_EQ(symlink("nowhere", "dangling"), 0);
	CHECK_ERRNO(access("dangling", F_OK), ENOENT);
	result = syscall(SYS_FACCESSAT2, folder, "dangling", F_OK, AT_SYMLINK_NOFOLLOW);
	if (result != 0)
		CHECK_EQ(errno, ENOSYS); /* glibc falls back */
	else
		CHECK_ERRNO(syscall(SYS_FACCESSAT2, folder, "file", F_OK, 0x4), EINVAL);
	CHECK_ERRNO(access("none", F_OK), ENOENT);
	CHECK_ERRNO(access("file/x", F_OK), ENOTDIR);
	CHECK_ERRNO(access("file", 0x8), EINVAL);
	CHECK_ERRNO(faccessat(999, "file", F_OK, 0), EBADF);
	CHECK_EQ(faccessat(999, "/", F_OK, 0), 0); /* absolute: the folder does not matter */
	if (geteuid() != 0 || test_on_isle())
		return 0;
	CHECK_EQ(chmod("file", 0), 0);
	CHECK_EQ(access("file", R_OK | W_OK), 0); /* root may */
	return 0;
}
