/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages of a mapping that lie wholly past the end of its file answer SIGBUS with BUS_ADRERR and the exact address; they
 * come to life when the file grows and go when it shrinks.
 * @folders tmp root share
 */
#include <sys/mman.h>
#include "fault.h"

#define PAGE 4096

int main(int argc, char **argv)
{
	char bytes[PAGE + 10], *memory;
	int fd;

	test_enter_folder(argc, argv);
	memset(bytes, 'b', sizeof(bytes));
	test_write_file("short", bytes, sizeof(bytes));
	fd = OK(open("short", O_RDWR));
	memory = OK(mmap(NULL, 4 * PAGE, PROT_READ, MAP_SHARED, fd, 0));
	fault_install();
	CHECK_EQ(memory[PAGE + 9], 'b');
	CHECK_EQ(memory[PAGE + 10] | memory[2 * PAGE - 1], 0);
	CHECK_FAULT(fault_read(memory + 2 * PAGE + 123), SIGBUS, BUS_ADRERR, memory + 2 * PAGE + 123);
	CHECK_FAULT(fault_read(memory + 4 * PAGE - 1), SIGBUS, BUS_ADRERR, memory + 4 * PAGE - 1);
	CHECK_FAULT(fault_write(memory + 2 * PAGE), SIGSEGV, SEGV_ACCERR, memory + 2 * PAGE);

	CHECK_EQ(ftruncate(fd, 3 * PAGE), 0);
	CHECK_EQ(memory[2 * PAGE + 123], 0);
	CHECK_FAULT(fault_read(memory + 3 * PAGE), SIGBUS, BUS_ADRERR, memory + 3 * PAGE);
	CHECK_EQ(ftruncate(fd, 100), 0);
	CHECK_EQ(memory[99], 'b');
	CHECK_EQ(memory[100], 0);
	CHECK_FAULT(fault_read(memory + PAGE), SIGBUS, BUS_ADRERR, memory + PAGE);
	CHECK_FAULT(fault_read(memory + 2 * PAGE + 123), SIGBUS, BUS_ADRERR, memory + 2 * PAGE + 123);

	/* A system call that meets such a page fails instead. */
	CHECK_ERRNO(write(OK(open("other", O_WRONLY | O_CREAT, 0600)), memory + PAGE, 1), EFAULT);
	return 0;
}
