/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What HotSpot does at every start: a SIGSEGV handler finds the fault described in the ucontext (RIP, ERR, TRAPNO, CR2)
 * and goes on elsewhere by rewriting RIP; the other registers keep the values that the handler left in the context.
 */
#include <ucontext.h>
#include "test.h"

extern char probe_instruction[], probe_continue[];
long probe(const void *address, long marker);

/* Reads from address; when the handler moves RIP to probe_continue, returns rax + marker (kept in rbx). */
__asm__(".text\n"
	".globl probe, probe_instruction, probe_continue\n"
	"probe:\n"
	"	push %rbx\n"
	"	mov %rsi, %rbx\n"
	"	xor %eax, %eax\n"
	"probe_instruction:\n"
	"	movl (%rdi), %ecx\n"
	"	mov $-1, %rax\n"
	"probe_continue:\n"
	"	add %rbx, %rax\n"
	"	pop %rbx\n"
	"	ret\n");

static volatile int handled;
static void *expected_address;

static void handler(int number, siginfo_t *info, void *context)
{
	greg_t *gregs = ((ucontext_t *)context)->uc_mcontext.gregs;

	handled++;
	CHECK_EQ(number, SIGSEGV);
	CHECK_EQ(info->si_signo, SIGSEGV);
	CHECK_EQ(info->si_code, SEGV_MAPERR);
	CHECK_EQ(info->si_addr, expected_address);
	CHECK_EQ(gregs[REG_RIP], probe_instruction);
	CHECK_EQ(gregs[REG_TRAPNO], 14);
	CHECK_EQ(gregs[REG_ERR] & 7, 4); /* not present, read, by the program */
	CHECK_EQ(gregs[REG_CR2], expected_address);
	CHECK_EQ(gregs[REG_RDI], expected_address);
	CHECK_EQ(gregs[REG_CSGSFS] & 0xffff, 0x33);
	gregs[REG_RAX] = 1000;
	gregs[REG_RIP] = (greg_t)probe_continue;
}

int main(void)
{
	int i;

	test_handle(SIGSEGV, handler, 0);
	CHECK_EQ(probe((const void *)&handled, 7), 6);
	CHECK_EQ(handled, 0);
	for (i = 0; i < 100; i++) {
		expected_address = (void *)(i * 8L);
		CHECK_EQ(probe(expected_address, i), 1000 + i);
		CHECK_EQ(handled, i + 1);
	}
	return 0;
}
