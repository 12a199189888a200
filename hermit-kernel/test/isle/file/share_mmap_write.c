/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A host folder's file mapped shared and writable: what is written is on the host after msync, and after munmap at the
 * end; a kernel that cannot do it refuses the mapping.
 * @before head -c 20000 /dev/zero > data
 * @after [ "$(tail -c 4 data)" = last ]
 */
#include <sys/mman.h>
#include "test.h"

int main(void)
{
	int fd = OK(open("data", O_RDWR));
	char bytes[8], *memory = mmap(NULL, 20000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	int again;

	if (memory == MAP_FAILED && (errno == ENODEV || errno == EINVAL || errno == EOPNOTSUPP || errno == EACCES))
		SKIP("shared writable mappings of host folders are refused: %s", strerror(errno));
	CHECK(memory != MAP_FAILED);
	memcpy(memory + 4094, "across", 6);
	CHECK_EQ(msync(memory, 20000, MS_SYNC), 0);
	again = OK(open("data", O_RDONLY));
	CHECK_EQ(pread(again, bytes, 6, 4094), 6);
	CHECK_EQ(memcmp(bytes, "across", 6), 0);
	memcpy(memory + 19996, "last", 4);
	CHECK_EQ(munmap(memory, 20000), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(pread(again, bytes, 8, 19996), 4);
	CHECK_EQ(memcmp(bytes, "last", 4), 0);
	return 0;
}
