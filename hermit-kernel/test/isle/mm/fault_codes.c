/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every kind of bad access answers with the right si_code and the exact si_addr: MAPERR outside of mappings, ACCERR
 * where the protection forbids it, and address 0 with SI_KERNEL only for addresses that are not canonical.
 */
#include <sys/mman.h>
#include "fault.h"

static void access_not_canonical(void)
{
	volatile char *address = (volatile char *)0x8000123456789abcUL;

	CHECK_FAULT(fault_read((void *)address), SIGSEGV, SI_KERNEL, NULL);
	CHECK_FAULT(fault_write((void *)address), SIGSEGV, SI_KERNEL, NULL);
}

int main(void)
{
	char *none = OK(mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *ro = OK(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *rw = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *gone = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	*rw = (char)0xc3; /* ret */
	*gone = 1;
	CHECK_EQ(munmap(gone, 4096), 0);
	fault_install();
	CHECK_FAULT(fault_read(NULL), SIGSEGV, SEGV_MAPERR, NULL);
	CHECK_FAULT(fault_write((void *)0x18), SIGSEGV, SEGV_MAPERR, 0x18);
	CHECK_FAULT(fault_read((void *)4095), SIGSEGV, SEGV_MAPERR, 4095);
	CHECK_FAULT(fault_read(gone + 123), SIGSEGV, SEGV_MAPERR, gone + 123);
	CHECK_FAULT(fault_read(none + 17), SIGSEGV, SEGV_ACCERR, none + 17);
	CHECK_FAULT(fault_write(none + 4095), SIGSEGV, SEGV_ACCERR, none + 4095);
	CHECK_NO_FAULT(fault_read(ro));
	CHECK_FAULT(fault_write(ro + 1), SIGSEGV, SEGV_ACCERR, ro + 1);
	CHECK_FAULT(fault_call(rw), SIGSEGV, SEGV_ACCERR, rw);
	CHECK_FAULT(fault_call(none), SIGSEGV, SEGV_ACCERR, none);
	CHECK_FAULT(fault_call(NULL), SIGSEGV, SEGV_MAPERR, NULL);
	CHECK_FAULT(fault_call(gone), SIGSEGV, SEGV_MAPERR, gone);
	access_not_canonical();
	CHECK_FAULT(fault_read((void *)0x7ffffffff000), SIGSEGV, SEGV_MAPERR, 0x7ffffffff000);
	return 0;
}
