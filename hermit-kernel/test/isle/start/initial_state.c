/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the very first instruction finds: an aligned stack with argc, argv, envp and auxv, RDX zero or a function of the
 * dynamic linker's, RBP and flags clean, floating point at its defaults. A program without C library.
 * @flags -nostdlib -static -ffreestanding -fno-stack-protector
 * @args a b
 * @stdout [ "$(cat)" = ok ]
 */
#include <elf.h>
#include <stdint.h>
#include <sys/syscall.h>

void begin(const uint64_t *stack, uint64_t rdx, uint64_t rbp, uint64_t flags);
__asm__(".globl _start\n"
	"_start:\n"
	"	mov %rsp, %rdi\n"
	"	mov %rdx, %rsi\n"
	"	mov %rbp, %rdx\n"
	"	pushfq\n"
	"	pop %rcx\n"
	"	and $-16, %rsp\n"
	"	call begin\n"
	"	ud2\n");

static long call3(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
}

static void end(int status)
{
	if (status == 0)
		call3(SYS_write, 1, (long)"ok\n", 3);
	call3(SYS_exit_group, status, 0, 0);
}

/* The exit status says which of these failed. */
void begin(const uint64_t *stack, uint64_t rdx, uint64_t rbp, uint64_t flags)
{
	uint32_t mxcsr;
	uint16_t control;
	int i = 0;

	__asm__ volatile("stmxcsr %0; fnstcw %1" : "=m"(mxcsr), "=m"(control));
	if ((uint64_t)stack % 16 != 0)
		end(10);
	if (rdx != 0 || rbp != 0)
		end(11);
	if (flags & 0x400 || !(flags & 0x200))
		end(12); /* direction flag clear, interrupts on */
	if (mxcsr != 0x1f80 || control != 0x037f)
		end(13);
	if (stack[0] != 3 || ((const char *)stack[2])[0] != 'a' || ((const char *)stack[3])[0] != 'b' || stack[4] != 0)
		end(14);
	for (stack += 5; *stack; stack++) /* environment */
		;
	for (stack++; stack[i] != AT_NULL && stack[i] != AT_RANDOM; i += 2)
		;
	end(stack[i] == AT_RANDOM ? 0 : 15);
}
