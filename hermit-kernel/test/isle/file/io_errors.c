/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reads and writes on what cannot be read or written: folders, closed descriptors, wrong access modes, lengths beyond
 * the largest transfer.
 * @folders tmp root share
 */
#include "test.h"

int main(int argc, char **argv)
{
	static char bytes[16];
	int folder, ro, wo;

	test_enter_folder(argc, argv);
	test_write_file("file", "0123456789", 10);
	folder = OK(open(".", O_RDONLY));
	ro = OK(open("file", O_RDONLY));
	wo = OK(open("file", O_WRONLY));
	CHECK_ERRNO(read(folder, bytes, 1), EISDIR);
	CHECK_ERRNO(pread(folder, bytes, 1, 0), EISDIR);
	CHECK_ERRNO(write(folder, bytes, 1), EBADF);
	CHECK_ERRNO(write(ro, bytes, 1), EBADF);
	CHECK_ERRNO(read(wo, bytes, 1), EBADF);
	CHECK_ERRNO(pread(wo, bytes, 1, 0), EBADF);
	CHECK_ERRNO(pwrite(ro, bytes, 1, 0), EBADF);
	CHECK_ERRNO(read(-1, bytes, 1), EBADF);
	CHECK_ERRNO(read(ro, BAD_POINTER, 10), EFAULT);
	CHECK_ERRNO(write(wo, BAD_POINTER, 10), EFAULT);
	CHECK_EQ(read(ro, BAD_POINTER, 0), 0);
	CHECK_EQ(read(ro, bytes, 0), 0);
	CHECK_EQ(lseek(ro, 0, SEEK_CUR), 0);
	CHECK_ERRNO(syscall(SYS_getdents64, ro, bytes, sizeof(bytes)), ENOTDIR);
	CHECK_ERRNO(syscall(SYS_getdents64, 999, bytes, sizeof(bytes)), EBADF);
	CHECK_ERRNO(fallocate(ro, 0, 0, 1), EBADF);
	return 0;
}
