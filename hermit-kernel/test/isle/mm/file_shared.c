/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A shared writable file mapping, write() and read() see each other's bytes at once, also through a second mapping;
 * the bytes are in the file after msync and munmap.
 * @folders tmp root
 */
#include <sys/mman.h>
#include "test.h"

#define SIZE (64 * 1024)

int main(int argc, char **argv)
{
	static char zero[SIZE];
	char byte, buffer[16], *a, *b;
	int fd;

	test_enter_folder(argc, argv);
	test_write_file("shared", zero, SIZE);
	fd = OK(open("shared", O_RDWR));
	a = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	b = OK(mmap(NULL, SIZE - 4096, PROT_READ, MAP_SHARED, fd, 4096));
	a[5000] = 'a';
	CHECK_EQ(b[5000 - 4096], 'a');
	CHECK_EQ(pread(fd, &byte, 1, 5000), 1);
	CHECK_EQ(byte, 'a');
	CHECK_EQ(pwrite(fd, "hello", 5, 8190), 5);
	CHECK_EQ(memcmp(a + 8190, "hello", 5), 0);
	CHECK_EQ(memcmp(b + 8190 - 4096, "hello", 5), 0);
	memcpy(a + SIZE - 3, "end", 3);
	CHECK_EQ(msync(a, SIZE, MS_SYNC), 0);
	CHECK_EQ(munmap(a, SIZE), 0);
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(b[SIZE - 4096 - 1], 'd');

	fd = OK(open("shared", O_RDONLY));
	CHECK_EQ(pread(fd, buffer, 16, SIZE - 3), 3);
	CHECK_EQ(memcmp(buffer, "end", 3), 0);
	CHECK_EQ(pread(fd, buffer, 5, 8190), 5);
	CHECK_EQ(memcmp(buffer, "hello", 5), 0);
	CHECK_EQ(unlink("shared"), 0);
	CHECK_EQ(memcmp(b + 8190 - 4096, "hello", 5), 0);
	return 0;
}
