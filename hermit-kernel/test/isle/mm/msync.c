/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * msync accepts its flags in the combinations that Linux accepts and says ENOMEM for a hole.
 * @folders tmp root
 */
#include <sys/mman.h>
#include "test.h"

#define PAGE 4096

int main(int argc, char **argv)
{
	static char bytes[4 * PAGE];
	char *memory, *anonymous;
	int fd;

	test_enter_folder(argc, argv);
	test_write_file("msync", bytes, sizeof(bytes));
	fd = OK(open("msync", O_RDWR));
	memory = OK(mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	memory[100] = 'x';
	CHECK_EQ(msync(memory, 4 * PAGE, MS_SYNC), 0);
	CHECK_EQ(msync(memory, 4 * PAGE, MS_ASYNC), 0);
	CHECK_EQ(msync(memory, 4 * PAGE, MS_SYNC | MS_INVALIDATE), 0);
	CHECK_EQ(msync(memory, 0, MS_SYNC), 0);
	CHECK_EQ(msync(memory, 1, MS_SYNC), 0);
	CHECK_ERRNO(msync(memory, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	CHECK_ERRNO(msync(memory, PAGE, 0x100), EINVAL);
	CHECK_ERRNO(msync(memory + 1, PAGE, MS_SYNC), EINVAL);
	anonymous = OK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	CHECK_EQ(msync(anonymous, PAGE, MS_SYNC), 0);
	CHECK_EQ(munmap(memory + PAGE, PAGE), 0);
	CHECK_ERRNO(msync(memory, 4 * PAGE, MS_SYNC), ENOMEM);
	return 0;
}
