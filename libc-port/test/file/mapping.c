/* SPDX-License-Identifier: BSD-3-Clause */
/* mmap: anonymous memory, a file shared and private, protection, msync. */
#include "test.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	char bytes[8] = "";
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	CHECK_EQ(page, getpagesize());
	char *memory = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(memory != MAP_FAILED);
	CHECK_EQ(memory[4 * page - 1], 0);
	memory[0] = 1;
	CHECK_EQ(mprotect(memory, page, PROT_READ), 0);
	CHECK_EQ(madvise(memory + page, page, MADV_DONTNEED), 0);
	CHECK_EQ(munmap(memory, 4 * page), 0);

	int fd = open("mapped", O_CREAT | O_RDWR | O_TRUNC, 0600);
	CHECK_EQ(write(fd, "original", 8), 8);
	char *own = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	CHECK(own != MAP_FAILED);
	CHECK_EQ(memcmp(own, "original", 8), 0);
	memcpy(own, "changed!", 8);
	CHECK_EQ(pread(fd, bytes, 8, 0), 8);
	CHECK_EQ(memcmp(bytes, "original", 8), 0);
	CHECK_EQ(munmap(own, page), 0);
	CHECK(mmap(NULL, page, PROT_READ, MAP_PRIVATE, 999, 0) == MAP_FAILED);
	CHECK_EQ(errno, EBADF);
	CHECK_EQ(unlink("mapped"), 0);
	return 0;
}
