/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Code that is written at run time runs: in RWX memory, after RW to RX by mprotect, through a second writable view of
 * the same pages, and after it was patched; without PROT_EXEC it does not run.
 */
#include <sys/mman.h>
#include "fault.h"

/* mov $value, %eax; ret */
static void emit(uint8_t *code, uint32_t value)
{
	code[0] = 0xb8;
	memcpy(code + 1, &value, 4);
	code[5] = 0xc3;
}

static uint32_t run(const void *code)
{
	return ((uint32_t(*)(void))(uintptr_t)code)();
}

static void check_rwx(void)
{
	uint8_t *code = OK(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	uint32_t i;

	for (i = 0; i < 1000; i++) {
		emit(code + (i * 997) % (1 << 20) / 8 * 8, i);
		CHECK_EQ(run(code + (i * 997) % (1 << 20) / 8 * 8), i);
	}
	CHECK_EQ(munmap(code, 1 << 20), 0);
}

static void check_protect(void)
{
	uint8_t *code = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));

	emit(code, 11);
	CHECK_FAULT(fault_call(code), SIGSEGV, SEGV_ACCERR, code);
	CHECK_EQ(mprotect(code, 4096, PROT_READ | PROT_EXEC), 0);
	CHECK_EQ(run(code), 11);
	CHECK_FAULT(fault_write(code), SIGSEGV, SEGV_ACCERR, code);
	CHECK_EQ(mprotect(code, 4096, PROT_READ | PROT_WRITE), 0);
	CHECK_FAULT(fault_call(code), SIGSEGV, SEGV_ACCERR, code);
}

static void check_two_views(void)
{
	int fd = OK(memfd_create("code", MFD_CLOEXEC));
	uint8_t *writable, *executable;
	uint32_t i;

	CHECK_EQ(ftruncate(fd, 4096), 0);
	writable = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0));
	executable = OK(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0));
	for (i = 0; i < 100; i++) {
		emit(writable + i * 8, i + 500);
		CHECK_EQ(run(executable + i * 8), i + 500);
	}
}

int main(void)
{
	fault_install();
	check_rwx();
	check_protect();
	check_two_views();
	return 0;
}
