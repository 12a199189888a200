/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * MADV_HUGEPAGE and MADV_NOHUGEPAGE are accepted (EINVAL where the kernel has no huge pages at all) and never change
 * what memory holds, at any alignment, with protections that split a huge page.
 */
#include <sys/mman.h>
#include "fault.h"

#define PAGE 4096UL
#define HUGE (2UL << 20)
#define SIZE (6 * HUGE)

static void advise(void *memory, size_t size, int advice)
{
	if (madvise(memory, size, advice) != 0)
		CHECK_EQ(errno, EINVAL);
}

static void fill_and_check(volatile uint64_t *words, uint64_t seed)
{
	size_t i;

	for (i = 0; i < SIZE / 8; i += 8)
		words[i] = i * seed;
	for (i = 0; i < SIZE / 8; i += 8)
		if (words[i] != i * seed)
			CHECK_EQ(words[i], i * seed);
}

int main(void)
{
	char *area = OK(mmap(NULL, SIZE + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *aligned = (char *)(((uintptr_t)area + HUGE - 1) & -HUGE);

	fault_install();
	advise(aligned, SIZE, MADV_HUGEPAGE);
	fill_and_check((uint64_t *)aligned, 3);
	CHECK_EQ(mprotect(aligned + HUGE + 5 * PAGE, PAGE, PROT_READ), 0);
	CHECK_FAULT(fault_write(aligned + HUGE + 5 * PAGE), SIGSEGV, SEGV_ACCERR, aligned + HUGE + 5 * PAGE);
	CHECK_NO_FAULT(fault_write(aligned + HUGE + 6 * PAGE + 8));
	CHECK_NO_FAULT(fault_write(aligned + HUGE + 5 * PAGE - 8));
	CHECK_EQ(*(uint64_t *)(aligned + HUGE + 5 * PAGE), (HUGE + 5 * PAGE) / 8 * 3);
	CHECK_EQ(mprotect(aligned + HUGE + 5 * PAGE, PAGE, PROT_READ | PROT_WRITE), 0);
	fill_and_check((uint64_t *)aligned, 5);
	advise(aligned + HUGE / 2, 2 * HUGE, MADV_NOHUGEPAGE);
	fill_and_check((uint64_t *)aligned, 7);
	CHECK_ERRNO(madvise(aligned + 8, HUGE, MADV_HUGEPAGE), EINVAL);
	CHECK_EQ(munmap(area, SIZE + HUGE), 0);
	return 0;
}
