/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MAP_POPULATE, MADV_POPULATE_READ and MADV_POPULATE_WRITE make pages resident (mincore says so) and refuse what they
 * cannot make.
 * @folders tmp root
 */
#include <sys/mman.h>
#include "test.h"

#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ  22
#define MADV_POPULATE_WRITE 23
#endif
#define PAGES 700
#define PAGE  4096UL
#define ANON  (MAP_PRIVATE | MAP_ANONYMOUS)

static int resident(void *memory)
{
	unsigned char vector[PAGES];
	int i, count = 0;

	CHECK_EQ(mincore(memory, PAGES * PAGE, vector), 0);
	for (i = 0; i < PAGES; i++)
		count += vector[i] & 1;
	return count;
}

static char *map(int protection, int flags)
{
	return OK(mmap(NULL, PAGES * PAGE, protection, flags, -1, 0));
}

static void check_advice(void)
{
	char *memory = map(PROT_READ | PROT_WRITE, ANON), *none = map(PROT_NONE, ANON), *ro = map(PROT_READ, ANON);

	CHECK_EQ(madvise(memory, PAGES * PAGE, MADV_NOHUGEPAGE) == 0 || errno == EINVAL, 1);
	CHECK_EQ(resident(memory), 0);
	if (madvise(memory, 10 * PAGE, MADV_POPULATE_READ) != 0 && errno == EINVAL)
		SKIP("the kernel has no MADV_POPULATE_READ");
	CHECK_OP(resident(memory), >=, 10);
	CHECK_EQ(memory[0] | memory[9 * PAGE], 0);
	memory[3 * PAGE] = 7;
	CHECK_EQ(madvise(memory, PAGES * PAGE, MADV_POPULATE_WRITE), 0);
	CHECK_EQ(resident(memory), PAGES);
	CHECK_EQ(memory[3 * PAGE], 7);
	CHECK_ERRNO(madvise(none, PAGE, MADV_POPULATE_READ), EINVAL);
	CHECK_ERRNO(madvise(none, PAGE, MADV_POPULATE_WRITE), EINVAL);
	CHECK_EQ(madvise(ro, PAGES * PAGE, MADV_POPULATE_READ), 0);
	CHECK_ERRNO(madvise(ro, PAGE, MADV_POPULATE_WRITE), EINVAL);
	CHECK_EQ(munmap(memory + 5 * PAGE, PAGE), 0);
	CHECK_ERRNO(madvise(memory, PAGES * PAGE, MADV_POPULATE_WRITE), ENOMEM);
}

static void check_file(void)
{
	static char bytes[8 * PAGE];
	char *memory;
	int fd;

	memset(bytes, 'p', sizeof(bytes));
	test_write_file("populate", bytes, sizeof(bytes));
	fd = OK(open("populate", O_RDWR));
	memory = OK(mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0));
	CHECK_EQ(memory[7 * PAGE], 'p');
	CHECK_EQ(madvise(memory, 8 * PAGE, MADV_POPULATE_WRITE), 0);
	CHECK_EQ(memory[7 * PAGE], 'p');
	CHECK_ERRNO(madvise(memory, 9 * PAGE, MADV_POPULATE_READ), EFAULT); /* beyond the end of the file */
}

int main(int argc, char **argv)
{
	char *memory = map(PROT_READ | PROT_WRITE, ANON | MAP_POPULATE);
	int i;

	test_enter_folder(argc, argv);
	CHECK_EQ(resident(memory), PAGES);
	for (i = 0; i < PAGES; i++)
		CHECK_EQ(memory[(size_t)i * PAGE], 0);
	check_advice();
	check_file();
	return 0;
}
