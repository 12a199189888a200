/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The program break grows and shrinks by bytes; new memory is zero, also where the break had been before.
 */
#include "fault.h"

static char *raw_brk(void *address)
{
	return (char *)syscall(SYS_brk, address);
}

int main(void)
{
	char *start = raw_brk(NULL);
	char *end = start + 300000;
	int i;

	fault_install();
	CHECK_EQ(raw_brk(end), end);
	CHECK_EQ(raw_brk(NULL), end);
	for (i = 0; i < 300000; i++)
		CHECK_EQ(start[i], 0);
	memset(start, 1, 300000);
	CHECK_EQ(raw_brk(start + 5000), start + 5000);
	CHECK_EQ(start[4999], 1);
	CHECK_FAULT(fault_read(start + 200000), SIGSEGV, SEGV_MAPERR, start + 200000);
	CHECK_EQ(raw_brk(end), end);
	for (i = 8192 + 4096; i < 300000; i++)
		CHECK_EQ(start[i], 0);

	/* What cannot be had leaves the break where it is. */
	CHECK_EQ(raw_brk((void *)4096), end);
	CHECK_EQ(raw_brk((void *)0x7ffffffff000), end);
	CHECK_EQ(raw_brk(start), start);
	CHECK_EQ(sbrk(4096), start);
	CHECK_EQ(sbrk(0), start + 4096);
	return 0;
}
