/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Thousands of random reads, writes, truncations, appends and mappings of one file, each compared with a copy in
 * memory.
 * @folders tmp root share
 * @timeout 60
 */
#include <sys/mman.h>
#include "test.h"

#define MAX        (512 << 10)
#define OPERATIONS 1500

static uint8_t copy[MAX], buffer[MAX];
static size_t size;
static int fd;
static uint64_t random_state = 1234567;

static size_t pick(size_t below)
{
	return test_random(&random_state) % below;
}

static void compare(const uint8_t *bytes, size_t from, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (bytes[i] != copy[from + i])
			test_fail(__FILE__, __LINE__, 0, "byte %zu of %zu is %d, expected %d", from + i, size, bytes[i],
				copy[from + i]);
}

static void do_write(size_t from, size_t length)
{
	size_t i;

	if (from > size)
		memset(copy + size, 0, from - size);
	for (i = 0; i < length; i++)
		buffer[i] = copy[from + i] = (uint8_t)test_random(&random_state);
	CHECK_EQ(pwrite(fd, buffer, length, (off_t)from), length);
	if (from + length > size)
		size = from + length;
}

static void do_read(size_t from, size_t length)
{
	size_t expected = from >= size ? 0 : from + length > size ? size - from : length;

	CHECK_EQ(pread(fd, buffer, length, (off_t)from), expected);
	compare(buffer, from, expected);
}

static void do_truncate(size_t from, size_t length TEST_UNUSED)
{
	if (from > size)
		memset(copy + size, 0, from - size);
	CHECK_EQ(ftruncate(fd, (off_t)from), 0);
	size = from;
}

static void do_append(size_t from TEST_UNUSED, size_t length)
{
	if (size + length > MAX)
		return;
	memset(buffer, 'a', length);
	memset(copy + size, 'a', length);
	CHECK_EQ(lseek(fd, 0, SEEK_END), size);
	CHECK_EQ(write(fd, buffer, length), length);
	size += length;
}

static void do_map(size_t from, size_t length)
{
	uint8_t *bytes;

	from &= ~4095UL;
	if (from >= size)
		return;
	length = from + length > size ? size - from : length;
	bytes = OK(mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, (off_t)from));
	compare(bytes, from, length);
	bytes[length / 2] ^= 0xff; /* stays private */
	CHECK_EQ(munmap(bytes, length), 0);
}

static void do_reopen(size_t from TEST_UNUSED, size_t length TEST_UNUSED)
{
	CHECK_EQ(close(fd), 0);
	fd = OK(open("exercised", O_RDWR));
	CHECK_EQ(lseek(fd, 0, SEEK_END), size);
}

int main(int argc, char **argv)
{
	static void (*const operations[])(size_t, size_t) = {
		do_write, do_write, do_write, do_read, do_read, do_read, do_truncate, do_append, do_map, do_reopen};
	int n;

	test_enter_folder(argc, argv);
	fd = OK(open("exercised", O_RDWR | O_CREAT | O_TRUNC, 0600));
	for (n = 0; n < OPERATIONS; n++) {
		size_t from = pick(MAX - 1), length = 1 + pick(pick(4) ? 9000 : MAX);

		if (pick(2) && size > 0)
			from = pick(size);
		if (from + length > MAX)
			length = MAX - from;
		operations[pick(10)](from, length);
	}
	do_read(0, MAX);
	return 0;
}
