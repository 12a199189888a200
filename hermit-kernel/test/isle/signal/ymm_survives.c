/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * HotSpot's AVX probe: all vector registers (YMM, ZMM and mask registers where the CPU has them) hold their values
 * across a SIGSEGV whose handler overwrites every one of them and moves RIP.
 */
#include <ucontext.h>
#include "test.h"

extern char probe_continue[];
void probe_ymm(const void *in, void *out);
void probe_zmm(const void *in, void *out);

/* Load all registers from `in`, read address 0, go on where the handler points to, store all registers to `out`. */
__asm__(".text\n"
	".globl probe_ymm, probe_continue, probe_zmm, probe_zmm_continue\n"
	"probe_ymm:\n"
	"	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
	"	vmovups 32 * \\n(%rdi), %ymm\\n\n"
	"	.endr\n"
	"	xor %eax, %eax\n"
	"	movl (%rax), %eax\n"
	"probe_continue:\n"
	"	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n"
	"	vmovups %ymm\\n, 32 * \\n(%rsi)\n"
	"	.endr\n"
	"	vzeroupper\n"
	"	ret\n"
	"probe_zmm:\n"
	"	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
	"	vmovups 64 * \\n(%rdi), %zmm\\n\n"
	"	.endr\n"
	"	mov $0x5a5a1234, %ecx\n"
	"	kmovd %ecx, %k3\n"
	"	mov $1, %eax\n"
	"	movl (%rax), %eax\n"
	"probe_zmm_continue:\n"
	"	.irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
	"	vmovups %zmm\\n, 64 * \\n(%rsi)\n"
	"	.endr\n"
	"	kmovd %k3, 2048(%rsi)\n"
	"	vzeroupper\n"
	"	ret\n");
extern char probe_zmm_continue[];

static bool has_avx512;

static void overwrite_registers(void)
{
	__asm__ volatile(
		"vpcmpeqd %%ymm0, %%ymm0, %%ymm0; vmovaps %%ymm0, %%ymm1; vmovaps %%ymm0, %%ymm2;"
		"vmovaps %%ymm0, %%ymm3; vmovaps %%ymm0, %%ymm4; vmovaps %%ymm0, %%ymm5; vmovaps %%ymm0, %%ymm6;"
		"vmovaps %%ymm0, %%ymm7; vmovaps %%ymm0, %%ymm8; vmovaps %%ymm0, %%ymm9; vmovaps %%ymm0, %%ymm10;"
		"vmovaps %%ymm0, %%ymm11; vmovaps %%ymm0, %%ymm12; vmovaps %%ymm0, %%ymm13;"
		"vmovaps %%ymm0, %%ymm14; vmovaps %%ymm0, %%ymm15; vzeroupper" ::
			: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10",
		"xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
	if (has_avx512)
		__asm__ volatile(
			"vpternlogd $0xff, %%zmm31, %%zmm31, %%zmm31; vpternlogd $0xff, %%zmm5, %%zmm5, %%zmm5;"
			"kxnord %%k3, %%k3, %%k3" ::
				: "memory");
}

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;

	overwrite_registers();
	CHECK_EQ(uc->uc_mcontext.gregs[REG_CR2], info->si_addr);
	uc->uc_mcontext.gregs[REG_RIP] = (greg_t)(info->si_addr ? probe_zmm_continue : probe_continue);
}

int main(void)
{
	static uint8_t in[2048], out[2048 + 8] __attribute__((aligned(64)));
	uint64_t random = 4;
	size_t i;
	int round;

	if (!__builtin_cpu_supports("avx2"))
		SKIP("the CPU has no AVX2");
	has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
	test_handle(SIGSEGV, handler, 0);
	for (round = 0; round < 50; round++) {
		for (i = 0; i < sizeof(in); i++)
			in[i] = (uint8_t)test_random(&random);
		probe_ymm(in, out);
		CHECK_EQ(memcmp(in, out, 16 * 32), 0);
		if (!has_avx512)
			continue;
		probe_zmm(in, out);
		CHECK_EQ(memcmp(in, out, 2048), 0);
		CHECK_EQ(*(uint32_t *)(out + 2048), 0x5a5a1234);
	}
	return 0;
}
