/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mprotect splits and merges mappings page by page, and each page then answers with its own fault.
 */
#include <sys/mman.h>
#include "fault.h"

#define PAGE 4096

int main(void)
{
	char *memory = OK(mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	int i;

	fault_install();
	for (i = 0; i < 8; i++)
		memory[i * PAGE] = (char)(i + 1);
	CHECK_EQ(mprotect(memory + 2 * PAGE, PAGE, PROT_NONE), 0);
	CHECK_EQ(mprotect(memory + 5 * PAGE, 2 * PAGE, PROT_READ), 0);
	CHECK_NO_FAULT(fault_write(memory + PAGE + 1));
	CHECK_FAULT(fault_read(memory + 2 * PAGE + 5), SIGSEGV, SEGV_ACCERR, memory + 2 * PAGE + 5);
	CHECK_FAULT(fault_write(memory + 3 * PAGE - 1), SIGSEGV, SEGV_ACCERR, memory + 3 * PAGE - 1);
	CHECK_NO_FAULT(fault_write(memory + 3 * PAGE + 1));
	CHECK_NO_FAULT(fault_read(memory + 6 * PAGE));
	CHECK_FAULT(fault_write(memory + 6 * PAGE), SIGSEGV, SEGV_ACCERR, memory + 6 * PAGE);
	CHECK_NO_FAULT(fault_write(memory + 7 * PAGE + 1));

	/* Through PROT_NONE and back, contents stay. */
	CHECK_EQ(mprotect(memory, 8 * PAGE, PROT_NONE), 0);
	for (i = 0; i < 8; i++)
		CHECK_FAULT(fault_read(memory + i * PAGE), SIGSEGV, SEGV_ACCERR, memory + i * PAGE);
	CHECK_EQ(mprotect(memory, 8 * PAGE, PROT_READ | PROT_WRITE), 0);
	for (i = 0; i < 8; i++) {
		CHECK_EQ(memory[i * PAGE], i + 1);
		memory[i * PAGE] = (char)(i + 11);
	}

	/* A range that reaches a hole fails, with the pages before the hole changed. */
	CHECK_EQ(munmap(memory + 4 * PAGE, PAGE), 0);
	CHECK_ERRNO(mprotect(memory, 8 * PAGE, PROT_READ), ENOMEM);
	CHECK_FAULT(fault_write(memory + 3 * PAGE), SIGSEGV, SEGV_ACCERR, memory + 3 * PAGE);
	CHECK_NO_FAULT(fault_write(memory + 5 * PAGE + 1));
	CHECK_EQ(memory[7 * PAGE], 18);
	return 0;
}
