/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HotSpot's way with memory: reserves of many GiB that cost nothing, committed and uncommitted piecewise by MAP_FIXED.
 */
#include <sys/mman.h>
#include "fault.h"

#define GIB       (1UL << 30)
#define NONE      (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)
#define COMMITTED (MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED)

int main(void)
{
	char *reserve = OK(mmap(NULL, 64 * GIB, PROT_NONE, NONE, -1, 0));
	char *second = OK(mmap(NULL, 64 * GIB, PROT_NONE, NONE, -1, 0));
	char *piece = reserve + 33 * GIB;
	size_t size = 4 << 20;

	fault_install();
	CHECK(second >= reserve + 64 * GIB || second + 64 * GIB <= reserve);
	CHECK_FAULT(fault_read(reserve), SIGSEGV, SEGV_ACCERR, reserve);
	CHECK_FAULT(fault_write(reserve + 64 * GIB - 1), SIGSEGV, SEGV_ACCERR, reserve + 64 * GIB - 1);

	CHECK_EQ(mmap(piece, size, PROT_READ | PROT_WRITE, COMMITTED, -1, 0), piece);
	memset(piece, 0x77, size);
	CHECK_FAULT(fault_read(piece - 1), SIGSEGV, SEGV_ACCERR, piece - 1);
	CHECK_FAULT(fault_read(piece + size), SIGSEGV, SEGV_ACCERR, piece + size);

	/* Uncommit the middle; the ends keep their contents. */
	CHECK_EQ(mmap(piece + 4096, size - 8192, PROT_NONE, NONE | MAP_FIXED, -1, 0), piece + 4096);
	CHECK_FAULT(fault_read(piece + 4096), SIGSEGV, SEGV_ACCERR, piece + 4096);
	CHECK_EQ(piece[4095], 0x77);
	CHECK_EQ(piece[size - 4096], 0x77);

	/* Committed anew, it is zero. */
	CHECK_EQ(mmap(piece, size, PROT_READ | PROT_WRITE, COMMITTED, -1, 0), piece);
	CHECK_EQ(piece[0] | piece[4096] | piece[size / 2] | piece[size - 1], 0);

	CHECK_EQ(munmap(reserve, 64 * GIB), 0);
	CHECK_FAULT(fault_read(piece), SIGSEGV, SEGV_MAPERR, piece);
	CHECK_FAULT(fault_read(second), SIGSEGV, SEGV_ACCERR, second);
	CHECK_EQ(munmap(second, 64 * GIB), 0);
	return 0;
}
