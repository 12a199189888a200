/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * uc_mcontext.fpregs points into the signal frame, shows XMM, YMM, MXCSR and x87 state of the interrupted code in the
 * XSAVE layout that its header describes, and what the handler writes there is what the code goes on with.
 */
#include <cpuid.h>
#include <ucontext.h>
#include "test.h"

#define XSTATE_MAGIC1 0x46505853U
#define XSTATE_MAGIC2 0x46505845U

/* What Linux keeps in the 48 bytes at the end of the FXSAVE area. */
struct software_bytes {
	uint32_t magic1, extended_size;
	uint64_t features;
	uint32_t xstate_size;
};

static volatile int handled;
static unsigned ymm_offset;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context)
{
	struct _libc_fpstate *state = ((ucontext_t *)context)->uc_mcontext.fpregs;
	struct software_bytes software;
	char *ymm_high = (char *)state + ymm_offset;

	handled++;
	CHECK_EQ((uintptr_t)state % 64, 0);
	CHECK_OP((char *)state, >, (char *)&software);
	CHECK_OP((char *)state - (char *)&software, <, 65536);
	CHECK_EQ(state->mxcsr, 0x1f80 | 0x6000); /* rounding towards zero, as set below */
	CHECK_EQ(state->cwd, 0x037f | 0x0c00);
	CHECK_EQ(state->_xmm[3].element[0], 0x03030303);
	memcpy(&software, (char *)state + 464, sizeof(software));
	CHECK_EQ(software.magic1, XSTATE_MAGIC1);
	CHECK_OP(software.xstate_size, >=, 576 + 256);
	CHECK_OP(software.extended_size, >=, software.xstate_size + 4);
	CHECK_EQ(*(uint32_t *)((char *)state + software.xstate_size), XSTATE_MAGIC2);
	CHECK_EQ(software.features & 7, 7);
	CHECK_EQ(*(uint64_t *)((char *)state + 512) & 4, 4); /* XSTATE_BV: YMM in use */
	CHECK_EQ(*(uint32_t *)(ymm_high + 3 * 16), 0x33333333);
	state->_xmm[3].element[0] = 0x04040404;
	*(uint32_t *)(ymm_high + 3 * 16) = 0x44444444;
	state->mxcsr = 0x1f80;
}

static void raise_with_registers(uint32_t *out)
{
	uint32_t mxcsr = 0x1f80 | 0x6000;
	uint16_t control = 0x037f | 0x0c00;

	__asm__ volatile(
		"fldcw %[control]; ldmxcsr %[mxcsr]\n"
		"vpbroadcastd %[low], %%xmm3\n"
		"vpbroadcastd %[high], %%xmm4\n"
		"vinserti128 $1, %%xmm4, %%ymm3, %%ymm3\n"
		"syscall\n"
		"vmovdqu %%ymm3, %[out]\n"
		"stmxcsr %[mxcsr]\n"
		"vzeroupper"
		: [out] "=m"(*(char(*)[32])out), [mxcsr] "+m"(mxcsr)
		: [control] "m"(control), [low] "m"((uint32_t){0x03030303}), [high] "m"((uint32_t){0x33333333}),
		"a"(SYS_tgkill), "D"(getpid()), "S"(test_gettid()), "d"(SIGUSR1)
		: "rcx", "r11", "xmm3", "xmm4", "memory");
	control = 0x037f;
	__asm__ volatile("fldcw %0" ::"m"(control));
	CHECK_EQ(mxcsr, 0x1f80);
}

int main(void)
{
	unsigned size, ecx, edx;
	uint32_t out[8];
	int i;

	if (!__builtin_cpu_supports("avx2"))
		SKIP("the CPU has no AVX2");
	__cpuid_count(13, 2, size, ymm_offset, ecx, edx);
	CHECK_EQ(size, 256);
	test_handle(SIGUSR1, handler, 0);
	for (i = 1; i < 20; i++) {
		raise_with_registers(out);
		CHECK_EQ(handled, i);
		CHECK_EQ(out[0], 0x04040404);
		CHECK_EQ(out[1], 0x03030303);
		CHECK_EQ(out[4], 0x44444444);
		CHECK_EQ(out[5], 0x33333333);
	}
	return 0;
}
