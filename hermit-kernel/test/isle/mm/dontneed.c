/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MADV_DONTNEED: anonymous pages read as zero afterwards, private file pages show the file again, the neighbours stay.
 * @folders tmp root share
 */
#include <sys/mman.h>
#include "test.h"

#define PAGE 4096
#define HUGE (2UL << 20)

static void check_anonymous(size_t size, size_t from, size_t length)
{
	char *memory = OK(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	size_t i;

	memset(memory, 'm', size);
	CHECK_EQ(madvise(memory + from, length, MADV_DONTNEED), 0);
	for (i = 0; i < size; i++) {
		int expected = i >= from && i < from + length ? 0 : 'm';

		if (memory[i] != expected)
			CHECK_EQ(memory[i], expected);
	}
	CHECK_EQ(munmap(memory, size), 0);
}

static void check_file(void)
{
	char bytes[4 * PAGE], *memory;
	int fd;

	memset(bytes, 'f', sizeof(bytes));
	test_write_file("dontneed", bytes, sizeof(bytes));
	fd = OK(open("dontneed", O_RDONLY));
	memory = OK(mmap(NULL, sizeof(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
	memset(memory, 'm', sizeof(bytes));
	CHECK_EQ(madvise(memory + PAGE, 2 * PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(memory[PAGE - 1], 'm');
	CHECK_EQ(memory[PAGE], 'f');
	CHECK_EQ(memory[3 * PAGE - 1], 'f');
	CHECK_EQ(memory[3 * PAGE], 'm');
	close(fd);
}

int main(int argc, char **argv)
{
	char *none;

	test_enter_folder(argc, argv);
	check_anonymous(8 * PAGE, 2 * PAGE, 3 * PAGE);
	check_anonymous(3 * HUGE, HUGE / 2, HUGE + 5 * PAGE);
	check_anonymous(4 * HUGE, 0, 4 * HUGE);
	check_file();

	/* Also on PROT_NONE memory, which is how an uncommit may look. */
	none = OK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	*none = 3;
	CHECK_EQ(mprotect(none, PAGE, PROT_NONE), 0);
	CHECK_EQ(madvise(none, PAGE, MADV_DONTNEED), 0);
	CHECK_EQ(mprotect(none, PAGE, PROT_READ), 0);
	CHECK_EQ(*none, 0);
	return 0;
}
