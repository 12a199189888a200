/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Processor exceptions as signals, each with its code and address: division (SIGFPE), undefined opcode (SIGILL),
 * breakpoint (SIGTRAP), general protection (SIGSEGV, SI_KERNEL).
 */
#include <ucontext.h>
#include "test.h"

static volatile int number, code, trap;
static void *volatile address, *volatile rip;
static void *volatile resume_at;

static void handler(int got, siginfo_t *info, void *context)
{
	greg_t *gregs = ((ucontext_t *)context)->uc_mcontext.gregs;

	number = got;
	code = info->si_code;
	address = info->si_addr;
	rip = (void *)gregs[REG_RIP];
	trap = (int)gregs[REG_TRAPNO];
	gregs[REG_RIP] = (greg_t)resume_at;
}

/* Runs one instruction; where it is is the value, and execution resumes behind it. */
#define PROVOKE(instruction, ...)                                                                                      \
	({                                                                                                             \
		void *provoked;                                                                                        \
                                                                                                                       \
		number = code = trap = -1;                                                                             \
		__asm__ volatile("lea 2f(%%rip), %%r8\n\tmov %%r8, %[resume]\n\tlea 1f(%%rip), %[provoked]\n"          \
				 "1:	" instruction "\n2:\n"                                                         \
				 : [provoked] "=&r"(provoked), [resume] "=m"(resume_at)                                \
				 : __VA_ARGS__                                                                         \
				 : "r8", "memory", "cc");                                                              \
		provoked;                                                                                              \
	})

#define CHECK_SIGNAL(expected, expected_code, expected_trap)                                                           \
	do {                                                                                                           \
		CHECK_EQ(number, expected);                                                                            \
		CHECK_EQ(code, expected_code);                                                                         \
		CHECK_EQ(trap, expected_trap);                                                                         \
	} while (0)

static void check_division(void)
{
	void *at = PROVOKE("idivl %%ecx", "a"(1), "c"(0), "d"(0));

	CHECK_SIGNAL(SIGFPE, FPE_INTDIV, 0);
	CHECK_EQ(address, at);
	CHECK_EQ(rip, at);
	at = PROVOKE("idivl %%ecx", "a"(INT32_MIN), "c"(-1), "d"(-1)); /* the overflow that HotSpot's idiv avoids */
	CHECK_SIGNAL(SIGFPE, FPE_INTDIV, 0);
	CHECK_EQ(address, at);
}

int main(void)
{
	void *at;

	test_handle(SIGFPE, handler, 0);
	test_handle(SIGILL, handler, 0);
	test_handle(SIGTRAP, handler, 0);
	test_handle(SIGSEGV, handler, 0);
	check_division();

	at = PROVOKE("ud2", "a"(0));
	CHECK_SIGNAL(SIGILL, ILL_ILLOPN, 6);
	CHECK_EQ(address, at);

	at = PROVOKE("int3", "a"(0));
	CHECK_SIGNAL(SIGTRAP, SI_KERNEL, 3);
	CHECK_EQ(rip, (char *)at + 1);

	at = PROVOKE("movb (%%rax), %%cl", "a"(0x8000000000000000UL), "c"(0));
	CHECK_SIGNAL(SIGSEGV, SI_KERNEL, 13);
	CHECK_EQ(address, NULL);
	CHECK_EQ(rip, at);
	return 0;
}
