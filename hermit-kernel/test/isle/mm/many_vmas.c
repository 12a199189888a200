/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Twelve thousand mappings at once: made one by one and by mprotect in the middle, found again, removed in one go.
 * @timeout 60
 */
#include <sys/mman.h>
#include "fault.h"

#define COUNT 12000
#define PAGE  4096UL

int main(void)
{
	char *area = OK(
		mmap(NULL, COUNT * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
	size_t i;

	fault_install();
	for (i = 0; i < COUNT; i += 2)
		CHECK_EQ(mprotect(area + i * PAGE, PAGE, PROT_NONE), 0);
	for (i = 1; i < COUNT; i += 100)
		area[i * PAGE] = (char)(i / 100);
	for (i = 1; i < COUNT; i += 100) {
		CHECK_EQ(area[i * PAGE], (char)(i / 100));
		CHECK_FAULT(fault_read(area + (i - 1) * PAGE), SIGSEGV, SEGV_ACCERR, area + (i - 1) * PAGE);
	}
	CHECK_EQ(mprotect(area, COUNT * PAGE, PROT_READ | PROT_WRITE), 0); /* all one again */
	CHECK_EQ(area[101 * PAGE], 1);
	area[0] = 1;
	for (i = 0; i < COUNT; i += 2)
		CHECK_EQ(munmap(area + i * PAGE, PAGE), 0);
	CHECK_EQ(munmap(area, COUNT * PAGE), 0);
	CHECK_EQ(mmap(area, COUNT * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0), area);
	return 0;
}
