/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mremap grows and shrinks in place, moves with the contents where it may, goes to a fixed place, and says why it
 * cannot.
 */
#include <sys/mman.h>
#include "fault.h"

#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define PAGE 4096UL

static char *map(size_t pages)
{
	return OK(mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));
}

static void fill(char *memory, size_t pages)
{
	size_t i;

	for (i = 0; i < pages * PAGE; i++)
		memory[i] = (char)(i * 13 >> 4);
}

static void check(const char *memory, size_t pages)
{
	size_t i;

	for (i = 0; i < pages * PAGE; i++)
		if (memory[i] != (char)(i * 13 >> 4))
			CHECK_EQ(memory[i], (char)(i * 13 >> 4));
}

static void check_in_place(void)
{
	char *memory = map(16);

	fill(memory, 16);
	CHECK_EQ(mremap(memory, 16 * PAGE, 4 * PAGE, 0), memory);
	check(memory, 4);
	CHECK_FAULT(fault_read(memory + 4 * PAGE), SIGSEGV, SEGV_MAPERR, memory + 4 * PAGE);
	CHECK_EQ(mremap(memory, 4 * PAGE, 8 * PAGE, 0), memory); /* into the room that it left */
	check(memory, 4);
	CHECK_EQ(memory[4 * PAGE] | memory[8 * PAGE - 1], 0);
	CHECK_EQ(mremap(memory, 8 * PAGE, 8 * PAGE, 0), memory);
	CHECK_EQ(munmap(memory, 8 * PAGE), 0);
}

static void check_move(void)
{
	char *memory = map(1200), *moved, *target;

	fill(memory, 600);
	OK(mmap(memory + 600 * PAGE, PAGE, PROT_NONE, ANON | MAP_FIXED, -1, 0)); /* in the way */
	CHECK_ERRNO(mremap(memory, 600 * PAGE, 700 * PAGE, 0), ENOMEM);
	moved = OK(mremap(memory, 600 * PAGE, 4000 * PAGE, MREMAP_MAYMOVE));
	CHECK(moved != memory);
	check(moved, 600);
	CHECK_EQ(moved[600 * PAGE] | moved[4000 * PAGE - 1], 0);
	CHECK_FAULT(fault_read(memory), SIGSEGV, SEGV_MAPERR, memory);

	target = map(4000);
	memset(target, 1, 8 * PAGE);
	CHECK_EQ(mremap(moved, 600 * PAGE, 600 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, target), target);
	check(target, 600);
	CHECK_EQ(target[600 * PAGE], 0);
	CHECK_FAULT(fault_read(moved + 599 * PAGE), SIGSEGV, SEGV_MAPERR, moved + 599 * PAGE);
	CHECK_NO_FAULT(fault_read(moved + 600 * PAGE));
}

static void check_errors(void)
{
	char *memory = map(8);

	CHECK_ERRNO(mremap(memory + 1, PAGE, PAGE, 0), EINVAL);
	CHECK_ERRNO(mremap(memory, PAGE, 0, 0), EINVAL);
	CHECK_ERRNO(mremap(memory, PAGE, PAGE, 0x80), EINVAL);
	CHECK_ERRNO(mremap(memory, PAGE, PAGE, MREMAP_FIXED, memory + 4 * PAGE), EINVAL);
	CHECK_ERRNO(mremap(memory, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, memory + PAGE), EINVAL);
	CHECK_EQ(munmap(memory + 4 * PAGE, PAGE), 0);
	CHECK_ERRNO(mremap(memory, 8 * PAGE, 16 * PAGE, MREMAP_MAYMOVE), EFAULT);
	CHECK_ERRNO(mremap(memory + 4 * PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EFAULT);
	CHECK_ERRNO(mremap(memory, PAGE, 0x7f0000000000, MREMAP_MAYMOVE), ENOMEM);
}

int main(void)
{
	fault_install();
	check_in_place();
	check_move();
	check_errors();
	return 0;
}
