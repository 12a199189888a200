/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls of this newlib. On an isle the kernel's function makes them, without the instruction. The stand-in for
 * it on Linux answers -ENOSYS, as all of its functions: there the instruction does it. Numbers, arguments and results
 * are the same in both (hermit/syscall.h).
 *
 * The linker has every call of hermit_syscall come here (--wrap).
 */
#include <errno.h>
#include <hermit/syscall.h>
#include <hermit/version.h>

int64_t __real_hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);
int64_t __wrap_hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

static int64_t linux_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	register uint64_t r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "+a"(number)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "cc", "memory");
	return number;
}

int64_t __wrap_hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	int64_t result = __real_hermit_syscall(number, a, b, c, d, e, f);

	return result == -ENOSYS && hermit_version() < 0 ? linux_syscall(number, a, b, c, d, e, f) : result;
}
