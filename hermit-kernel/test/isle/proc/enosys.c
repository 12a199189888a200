/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System call numbers that do not exist answer ENOSYS and change no register but RAX, RCX and R11.
 */
#include "test.h"

static void check_number(long number)
{
	register long r8 __asm__("r8") = 8, r9 __asm__("r9") = 9, r10 __asm__("r10") = 10;
	long rax = number, rdi = 1, rsi = 2, rdx = 3, rbx = 4;

	__asm__ volatile("syscall"
			 : "+a"(rax), "+D"(rdi), "+S"(rsi), "+d"(rdx), "+b"(rbx), "+r"(r8), "+r"(r9), "+r"(r10)
			 :
			 : "rcx", "r11", "memory");
	CHECK_EQ(rax, -ENOSYS);
	CHECK_EQ(rdi == 1 && rsi == 2 && rdx == 3 && rbx == 4 && r8 == 8 && r9 == 9 && r10 == 10, 1);
}

int main(void)
{
	check_number(9999);
	check_number(600);
	check_number(-1);
	check_number(1L << 31);
	check_number(-500);
	CHECK_EQ(syscall(SYS_getpid), getpid());
	return 0;
}
