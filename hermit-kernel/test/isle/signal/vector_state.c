/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Vector registers, MXCSR and the x87 stack belong to each thread: system calls, preemption and migration keep them.
 * @cores 2
 * @timeout 60
 */
#include "test.h"

#define THREADS 6
#define ROUNDS  3000

static void once(uint64_t seed)
{
	uint64_t in[16][4] __attribute__((aligned(32))), out[16][4] __attribute__((aligned(32)));
	long result;
	int i, j;

	for (i = 0; i < 16; i++)
		for (j = 0; j < 4; j++)
			in[i][j] = test_random(&seed);
	__asm__ volatile("vmovdqa (%[in]), %%ymm0; vmovdqa 32(%[in]), %%ymm1; vmovdqa 64(%[in]), %%ymm2\n"
			 "vmovdqa 96(%[in]), %%ymm3; vmovdqa 128(%[in]), %%ymm4; vmovdqa 160(%[in]), %%ymm5\n"
			 "vmovdqa 192(%[in]), %%ymm6; vmovdqa 224(%[in]), %%ymm7; vmovdqa 256(%[in]), %%ymm8\n"
			 "vmovdqa 288(%[in]), %%ymm9; vmovdqa 320(%[in]), %%ymm10; vmovdqa 352(%[in]), %%ymm11\n"
			 "vmovdqa 384(%[in]), %%ymm12; vmovdqa 416(%[in]), %%ymm13; vmovdqa 448(%[in]), %%ymm14\n"
			 "vmovdqa 480(%[in]), %%ymm15\n"
			 "fildll (%[in])\n"
			 "syscall\n"
			 "fistpll (%[out])\n"
			 "vmovdqa %%ymm1, 32(%[out]); vmovdqa %%ymm2, 64(%[out]); vmovdqa %%ymm3, 96(%[out])\n"
			 "vmovdqa %%ymm4, 128(%[out]); vmovdqa %%ymm5, 160(%[out]); vmovdqa %%ymm6, 192(%[out])\n"
			 "vmovdqa %%ymm7, 224(%[out]); vmovdqa %%ymm8, 256(%[out]); vmovdqa %%ymm9, 288(%[out])\n"
			 "vmovdqa %%ymm10, 320(%[out]); vmovdqa %%ymm11, 352(%[out]); vmovdqa %%ymm12, 384(%[out])\n"
			 "vmovdqa %%ymm13, 416(%[out]); vmovdqa %%ymm14, 448(%[out]); vmovdqa %%ymm15, 480(%[out])\n"
			 "vmovdqu 8(%[out]), %%xmm1; vmovdqa %%ymm0, %%ymm0; vpextrq $1, %%xmm0, 8(%[out])\n"
			 "vextracti128 $1, %%ymm0, 16(%[out]); vzeroupper"
			 : "=a"(result)
			 : "a"(SYS_sched_yield), [in] "r"(in), [out] "r"(out)
			 : "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
			 "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "st");
	CHECK_EQ(result, 0);
	for (i = 0; i < 16; i++)
		for (j = 0; j < 4; j++)
			CHECK_EQ(out[i][j], in[i][j]);
}

static void *body(void *argument)
{
	uint64_t seed = (uint64_t)argument + 1;
	uint32_t mxcsr = 0x1f80 | (uint32_t)((uint64_t)argument % 4) << 13, now;
	int i;

	__asm__ volatile("ldmxcsr %0" ::"m"(mxcsr));
	for (i = 0; i < ROUNDS; i++) {
		once(test_random(&seed));
		__asm__ volatile("stmxcsr %0" : "=m"(now));
		CHECK_EQ(now & 0x7f80, mxcsr & 0x7f80);
	}
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	if (!__builtin_cpu_supports("avx2"))
		SKIP("the CPU has no AVX2");
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
