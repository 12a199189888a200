/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a file was opened limits how it may be mapped: EACCES for what the descriptor does not allow, also by mprotect
 * later.
 * @folders tmp root share
 */
#include <sys/mman.h>
#include "fault.h"

int main(int argc, char **argv)
{
	char bytes[4096], *shared, *copy;
	int ro, wo;

	test_enter_folder(argc, argv);
	memset(bytes, 'b', sizeof(bytes));
	test_write_file("access", bytes, sizeof(bytes));
	ro = OK(open("access", O_RDONLY));
	wo = OK(open("access", O_WRONLY));
	fault_install();
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ro, 0), EACCES);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_SHARED, wo, 0), EACCES);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, wo, 0), EACCES);
	CHECK_ERRNO(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, wo, 0), EACCES);

	shared = OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, ro, 0));
	CHECK_EQ(shared[77], 'b');
	CHECK_FAULT(fault_write(shared + 77), SIGSEGV, SEGV_ACCERR, shared + 77);
	CHECK_ERRNO(mprotect(shared, 4096, PROT_READ | PROT_WRITE), EACCES);

	copy = OK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, ro, 0));
	CHECK_EQ(mprotect(copy, 4096, PROT_READ | PROT_WRITE), 0);
	copy[77] = 'c';
	CHECK_EQ(shared[77], 'b');
	CHECK_EQ(mprotect(copy, 4096, PROT_READ), 0);
	CHECK_EQ(copy[77], 'c');
	CHECK_FAULT(fault_write(copy + 77), SIGSEGV, SEGV_ACCERR, copy + 77);
	return 0;
}
