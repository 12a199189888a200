/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The mask that a handler leaves in uc_sigmask is the thread's mask when it returns; general registers likewise.
 */
#include <ucontext.h>
#include "test.h"

static volatile int block_it;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context)
{
	ucontext_t *uc = context;

	if (block_it)
		sigaddset(&uc->uc_sigmask, SIGUSR2);
	else
		sigdelset(&uc->uc_sigmask, SIGUSR2);
	uc->uc_mcontext.gregs[REG_RBX] += 5;
	uc->uc_mcontext.gregs[REG_R15] ^= -1;
}

static void raise_and_check_registers(void)
{
	long rbx = 10, r15 = 0x1234;

	__asm__ volatile("mov %[in15], %%r15; syscall; mov %%r15, %[out15]"
			 : "+b"(rbx), [out15] "=r"(r15)
			 : [in15] "r"(0x1234L), "a"(SYS_tgkill), "D"(getpid()), "S"(test_gettid()), "d"(SIGUSR1)
			 : "rcx", "r11", "r15", "memory");
	CHECK_EQ(rbx, 15);
	CHECK_EQ(r15, ~0x1234L);
}

int main(void)
{
	sigset_t mask;

	test_handle(SIGUSR1, handler, 0);
	for (block_it = 1; block_it >= 0; block_it--) {
		raise_and_check_registers();
		CHECK_EQ(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
		CHECK_EQ(sigismember(&mask, SIGUSR2), block_it);
	}
	return 0;
}
