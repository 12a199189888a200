/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Signals from another thread and preemption never touch the 128 bytes below the stack pointer, nor any register or
 * flag, of code that is interrupted anywhere.
 * @cores 2
 * @timeout 60
 */
#include "test.h"

#define SIGNALS 2000

static volatile int handled, stop;

/*
 * Keeps patterns in 12 registers and the red zone, checking them until *stop is set; returns 0, or the number of the
 * check that failed.
 */
long spin(volatile int *stop);
__asm__(".text\n.globl spin\n"
	"spin:\n"
	"	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15\n"
	"	mov $0x1111111111111111, %rbx; mov $0x2222222222222222, %rbp\n"
	"	mov $0x3333333333333333, %rcx; mov $0x4444444444444444, %rdx\n"
	"	mov $0x5555555555555555, %rsi; mov $0x6666666666666666, %r8\n"
	"	mov $0x7777777777777777, %r9; mov $0x8888888888888888, %r10\n"
	"	mov $0x9999999999999999, %r11; mov $0xaaaaaaaaaaaaaaaa, %r12\n"
	"	mov $0xbbbbbbbbbbbbbbbb, %r13; mov $0xcccccccccccccccc, %r14\n"
	"	mov $16, %r15\n"
	"1:	mov %r15, -136(%rsp, %r15, 8)\n"
	"	dec %r15\n"
	"	jnz 1b\n"
	".macro same register, value, number\n"
	"	mov $\\number, %eax\n"
	"	movabs $\\value, %r15\n"
	"	cmp %r15, \\register\n"
	"	jne 9f\n"
	".endm\n"
	"2:	same %rbx, 0x1111111111111111, 1\n"
	"	same %rbp, 0x2222222222222222, 2\n"
	"	same %rcx, 0x3333333333333333, 3\n"
	"	same %rdx, 0x4444444444444444, 4\n"
	"	same %rsi, 0x5555555555555555, 5\n"
	"	same %r8, 0x6666666666666666, 6\n"
	"	same %r9, 0x7777777777777777, 7\n"
	"	same %r10, 0x8888888888888888, 8\n"
	"	same %r11, 0x9999999999999999, 9\n"
	"	same %r12, 0xaaaaaaaaaaaaaaaa, 10\n"
	"	same %r13, 0xbbbbbbbbbbbbbbbb, 11\n"
	"	same %r14, 0xcccccccccccccccc, 12\n"
	"	mov $13, %eax\n"
	"	mov $16, %r15\n"
	"3:	cmp %r15, -136(%rsp, %r15, 8)\n"
	"	jne 9f\n"
	"	dec %r15\n"
	"	jnz 3b\n"
	"	cmpl $0, (%rdi)\n"
	"	je 2b\n"
	"	xor %eax, %eax\n"
	"9:	pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
	"	ret\n");

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	volatile char frame[512];

	memset((void *)frame, 0xff, sizeof(frame));
	handled++;
}

static void *spinner(void *argument TEST_UNUSED)
{
	return (void *)spin(&stop);
}

int main(void)
{
	pthread_t threads[3];
	int i;

	test_handle(SIGUSR1, handler, 0);
	for (i = 0; i < 3; i++)
		threads[i] = test_thread(spinner, NULL);
	for (i = 0; i < SIGNALS; i++) {
		CHECK_EQ(pthread_kill(threads[i % 3], SIGUSR1), 0);
		if (i % 16 == 0)
			test_sleep_ms(1);
	}
	stop = 1;
	for (i = 0; i < 3; i++)
		CHECK_EQ(test_join(threads[i]), 0);
	CHECK_OP(handled, >, 20);
	return 0;
}
