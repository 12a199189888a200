/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How a handler starts: direction flag clear, stack aligned for calls, floating-point control at its defaults, red zone
 * of the interrupted code untouched; and the interrupted code gets its own values back.
 * @flags -lm
 */
#include <fenv.h>
#include <ucontext.h>
#include "test.h"

static volatile int handled;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context)
{
	uint64_t flags, frame = (uint64_t)__builtin_frame_address(0);
	uint32_t mxcsr;
	uint16_t control;

	__asm__ volatile("pushfq; pop %0" : "=r"(flags));
	__asm__ volatile("stmxcsr %0; fnstcw %1" : "=m"(mxcsr), "=m"(control));
	handled++;
	CHECK_EQ(flags & 0x400, 0);
	CHECK_EQ(((ucontext_t *)context)->uc_mcontext.gregs[REG_EFL] & 0x400, 0x400);
	CHECK_EQ(frame % 16, 0); /* rbp after the push in the prologue */
	CHECK_EQ(mxcsr, 0x1f80);
	CHECK_EQ(control, 0x037f);
	fesetround(FE_UPWARD);
}

/* Signals itself with DF set and all of the red zone filled; returns the sum of the red zone afterwards. */
static long raise_on_red_zone(void)
{
	long sum;

	__asm__ volatile("mov $16, %%ecx\n"
			 "1:	mov %%rcx, -136(%%rsp, %%rcx, 8)\n"
			 "	dec %%rcx\n"
			 "	jnz 1b\n"
			 "	std\n"
			 "	syscall\n"
			 "	pushfq\n"
			 "	cld\n"
			 "	testl $0x400, (%%rsp)\n"
			 "	lea 8(%%rsp), %%rsp\n"
			 "	mov $-1, %[sum]\n"
			 "	jz 3f\n"
			 "	xor %[sum], %[sum]\n"
			 "	mov $15, %%ecx\n"
			 "2:	add -136(%%rsp, %%rcx, 8), %[sum]\n"
			 "	dec %%rcx\n"
			 "	jnz 2b\n"
			 "3:\n"
			 : [sum] "=&r"(sum)
			 : "a"(SYS_tgkill), "D"(getpid()), "S"(test_gettid()), "d"(SIGUSR1)
			 : "rcx", "r11", "memory", "cc");
	return sum;
}

int main(void)
{
	int i;

	test_handle(SIGUSR1, handler, 0);
	fesetround(FE_DOWNWARD);
	for (i = 1; i <= 20; i++) {
		CHECK_EQ(raise_on_red_zone(), 120); /* 1 + ... + 15; the pushfq overwrote the 16th */
		CHECK_EQ(handled, i);
		CHECK_EQ(fegetround(), FE_DOWNWARD);
	}
	return 0;
}
