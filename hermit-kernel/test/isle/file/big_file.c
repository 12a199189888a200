/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A file of 32 MiB, written in odd pieces, read in others, mapped, and overwritten in the middle, holds what it should.
 * @folders tmp root share
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define SIZE (32 << 20)

static uint8_t expected(uint32_t i)
{
	return (uint8_t)((i * 2654435761u) >> 24);
}

static void check(const uint8_t *bytes, uint32_t from, uint32_t length)
{
	uint32_t i;

	for (i = 0; i < length; i++)
		if (bytes[i] != expected(from + i))
			CHECK_EQ(bytes[i], expected(from + i));
}

int main(int argc, char **argv)
{
	static uint8_t buffer[300007];
	uint32_t done, n, i;
	uint8_t *memory;
	int fd;

	test_enter_folder(argc, argv);
	fd = OK(open("big", O_RDWR | O_CREAT | O_TRUNC, 0600));
	for (done = 0; done < SIZE; done += n) {
		n = sizeof(buffer) < SIZE - done ? sizeof(buffer) : SIZE - done;
		for (i = 0; i < n; i++)
			buffer[i] = expected(done + i);
		CHECK_EQ(write(fd, buffer, n), n);
	}
	CHECK_EQ(fsync(fd) | fdatasync(fd), 0);
	CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
	for (done = 0; done < SIZE; done += n) {
		n = (uint32_t)OK(read(fd, buffer, 123457));
		CHECK_OP(n, >, 0);
		check(buffer, done, n);
	}
	memset(buffer, 0, sizeof(buffer));
	CHECK_EQ(pwrite(fd, buffer, 100, SIZE / 2 - 50), 100);
	memory = OK(mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, fd, 0));
	check(memory, 0, SIZE / 2 - 50);
	for (i = SIZE / 2 - 50; i < SIZE / 2 + 50; i++)
		CHECK_EQ(memory[i], 0);
	check(memory + SIZE / 2 + 50, SIZE / 2 + 50, SIZE / 2 - 50);
	CHECK_EQ(unlink("big"), 0);
	check(memory, 0, 100000);
	return 0;
}
