/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An unmasked SSE exception is SIGFPE with FPE_FLTDIV, at the instruction, with the trap number of #XF.
 */
#include <ucontext.h>
#include "test.h"

static volatile int handled;
static void *volatile expected_rip;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	handled++;
	CHECK_EQ(info->si_code, FPE_FLTDIV);
	CHECK_EQ(info->si_addr, expected_rip);
	CHECK_EQ(uc->uc_mcontext.gregs[REG_RIP], expected_rip);
	CHECK_EQ(uc->uc_mcontext.gregs[REG_TRAPNO], 19);
	uc->uc_mcontext.fpregs->mxcsr = 0x1f80; /* masked: the instruction goes through now */
}

int main(void)
{
	uint32_t unmasked = 0x1f80 & ~0x200u, masked = 0x1f80, now;
	double zero = 0, one = 1;

	test_handle(SIGFPE, handler, 0);
	__asm__ volatile("lea 1f(%%rip), %%r8\n"
			 "mov %%r8, %[rip]\n"
			 "ldmxcsr %[unmasked]\n"
			 "1:	divsd %[zero], %[one]\n"
			 "stmxcsr %[now]\n"
			 "ldmxcsr %[masked]\n"
			 : [one] "+x"(one), [rip] "=m"(expected_rip), [now] "=m"(now)
			 : [zero] "x"(zero), [unmasked] "m"(unmasked), [masked] "m"(masked)
			 : "r8", "memory");
	if (!handled && !(now & 0x200))
		SKIP("this processor raises no SSE exceptions (an emulator's does not)");
	CHECK_EQ(handled, 1);
	CHECK(one > 1e308);
	return 0;
}
