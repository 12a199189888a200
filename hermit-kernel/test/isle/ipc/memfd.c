/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * memfd_create: a file without name, growing by write and ftruncate, shared by mappings, re-openable through /proc.
 */
#include <sys/mman.h>
#include "test.h"

int main(void)
{
	int fd = OK(memfd_create("some name", MFD_CLOEXEC)), again;
	char path[64], target[64] = {0}, bytes[8], *memory;
	struct stat status;

	CHECK_EQ(fcntl(fd, F_GETFD), FD_CLOEXEC);
	CHECK_EQ(fstat(fd, &status), 0);
	CHECK(S_ISREG(status.st_mode));
	CHECK_EQ(status.st_size, 0);
	CHECK_EQ(status.st_nlink, 0);
	CHECK_EQ(write(fd, "bytes", 5), 5);
	CHECK_EQ(ftruncate(fd, 10000), 0);
	memory = OK(mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	CHECK_EQ(memcmp(memory, "bytes\0\0", 7), 0);
	memory[9999] = 'z';
	CHECK_EQ(pread(fd, bytes, 8, 9998), 2);
	CHECK_EQ(bytes[1], 'z');
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	CHECK_OP(readlink(path, target, sizeof(target) - 1), >, 0);
	CHECK_STR(target, "/memfd:some name (deleted)");
	again = OK(open(path, O_RDONLY));
	CHECK_EQ(read(again, bytes, 5), 5);
	CHECK_EQ(memcmp(bytes, "bytes", 5), 0);
	CHECK_ERRNO(memfd_create("x", 0x8000), EINVAL);
	CHECK_ERRNO(memfd_create(BAD_POINTER, 0), EFAULT);
	return 0;
}
