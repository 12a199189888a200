/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A private file mapping shows the file, copies on write, and never changes the file; the rest of its last page is
 * zero.
 * @folders tmp root share
 */
#include <sys/mman.h>
#include "test.h"

#define SIZE (3 * 4096 + 100)

static char original[SIZE];

int main(int argc, char **argv)
{
	char back[SIZE];
	char *first, *second;
	int fd, i;

	test_enter_folder(argc, argv);
	for (i = 0; i < SIZE; i++)
		original[i] = (char)(i * 7 + i / 4096);
	test_write_file("mapped", original, SIZE);
	fd = OK(open("mapped", O_RDONLY));
	first = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0));
	second = OK(mmap(NULL, SIZE, PROT_READ, MAP_PRIVATE, fd, 0));
	CHECK_EQ(memcmp(first, original, SIZE), 0);
	for (i = SIZE; i < 4 * 4096; i++)
		CHECK_EQ(first[i], 0);

	memset(first + 4096, 'x', 4096);
	CHECK_EQ(memcmp(first, original, 4096), 0);
	CHECK_EQ(memcmp(second, original, SIZE), 0);
	CHECK_EQ(pread(fd, back, SIZE, 0), SIZE);
	CHECK_EQ(memcmp(back, original, SIZE), 0);

	/* A mapping keeps its file when the descriptor is closed and the name removed; the offset selects the page. */
	CHECK_EQ(munmap(second, SIZE), 0);
	second = OK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 2 * 4096));
	CHECK_EQ(close(fd), 0);
	CHECK_EQ(unlink("mapped"), 0);
	CHECK_EQ(memcmp(second, original + 2 * 4096, 4096), 0);
	CHECK_EQ(memcmp(first + 2 * 4096, original + 2 * 4096, SIZE - 2 * 4096), 0);
	CHECK_EQ(first[4096], 'x');
	return 0;
}
