/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the kernel gives a program on an isle, made of Linux' system calls: with it the tests are static Linux programs.
 *
 * The gate is called with the return address on the stack. A new thread has another stack, on which no return address
 * lies, so clone takes it along in R9, its sixth argument that it does not have.
 */
#include <hermit/syscall.h>

#ifndef TEST_GUEST /* a shared object in a glibc process calls the functions only */
__asm__(".pushsection .text\n"
	".type linux_gate, @function\n"
	"linux_gate:\n"
	"	cmp	$56, %eax\n"
	"	je	1f\n"
	"	syscall\n"
	"	ret\n"
	"1:	pop	%r9\n"
	"	syscall\n"
	"	jmp	*%r9\n"
	".size linux_gate, . - linux_gate\n"
	".popsection\n");

extern const char linux_gate[];
extern const void *const hermit_gate;
const void *const hermit_gate = linux_gate;
#endif

int64_t hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	int64_t answer;
	register uint64_t r10 __asm__("r10") = d;
	register uint64_t r8 __asm__("r8") = e;
	register uint64_t r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
			 : "=a"(answer)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return answer;
}
