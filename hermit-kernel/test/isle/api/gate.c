/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hermit_syscall is the system call without the instruction: same results, registers kept as a function keeps them,
 * vector registers and the stack untouched, signals delivered, interrupted calls restarted or answered with EINTR.
 * @only isle
 */
#include <hermit/syscall.h>
#include <sys/mman.h>
#include "test.h"

static volatile int handled;

static long call(long number, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	return hermit_syscall(number, a, b, c, d, 0, 0);
}

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	handled++;
}

static void check_results(void)
{
	uint64_t at = (uint64_t)mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	CHECK_EQ(call(SYS_getpid, 0, 0, 0, 0), getpid());
	CHECK_EQ(call(SYS_gettid, 0, 0, 0, 0), test_gettid());
	CHECK_EQ(call(SYS_close, 9999, 0, 0, 0), -EBADF);
	CHECK_EQ(call(100000, 0, 0, 0, 0), -ENOSYS);
	CHECK_EQ(call(-1, 0, 0, 0, 0), -ENOSYS);
	/* the fourth, fifth and sixth argument arrive */
	CHECK_EQ(
		hermit_syscall(SYS_mmap, at, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, (uint64_t)-1, 0),
		at);
	CHECK_EQ(hermit_syscall(SYS_mmap, at, 4096, PROT_READ, MAP_PRIVATE | MAP_FIXED, (uint64_t)-1, 0), -EBADF);
	CHECK_EQ(
		hermit_syscall(SYS_mmap, at, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, (uint64_t)-1, 5),
		-EINVAL);
}

/* Registers that a called function keeps, and a vector register across a call that sleeps: what has changed, or 0. */
long gate_check_registers(long number, const struct timespec *time);
__asm__(".text\n"
	"gate_check_registers:\n"
	"	push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; subq $8, %rsp\n"
	"	movq $0x1111, %rbx; movq $0x2222, %r12; movq $0x3333, %r13; movq $0x4444, %r14; movq $0x5555, %r15\n"
	"	movq %rbx, %xmm15; movq %rsp, %rbp; xorl %edx, %edx; xorl %ecx, %ecx\n"
	"	call hermit_syscall@PLT\n"
	"	subq $0x1111, %rbx; subq $0x2222, %r12; subq $0x3333, %r13; subq $0x4444, %r14; subq $0x5555, %r15\n"
	"	subq %rsp, %rbp; movq %xmm15, %rcx; subq $0x1111, %rcx\n"
	"	orq %rbx, %rax; orq %rbp, %rax; orq %rcx, %rax; orq %r12, %rax; orq %r13, %rax; orq %r14, %rax; orq "
	"%r15, %rax\n"
	"	addq $8, %rsp; pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx\n"
	"	ret\n");

static void check_registers(void)
{
	struct timespec time = {0, 20000000};

	CHECK_EQ(gate_check_registers(SYS_nanosleep, &time), 0);
}

static void *send_signal(void *argument)
{
	test_sleep_ms(100);
	CHECK_EQ(syscall(SYS_tgkill, getpid(), (pid_t)(long)argument, SIGUSR1), 0);
	return NULL;
}

static void *send_byte(void *argument)
{
	test_sleep_ms(300);
	CHECK_EQ(write((int)(long)argument, "x", 1), 1);
	return NULL;
}

static void check_signals(void)
{
	int ends[2];
	char byte;
	pthread_t signaller, writer;

	CHECK_EQ(pipe(ends), 0);
	test_handle(SIGUSR1, handler, 0);
	signaller = test_thread(send_signal, (void *)(long)test_gettid());
	CHECK_EQ(call(SYS_read, (uint64_t)ends[0], (uint64_t)&byte, 1, 0), -EINTR);
	CHECK_EQ(handled, 1);
	test_join(signaller);

	test_handle(SIGUSR1, handler, SA_RESTART);
	signaller = test_thread(send_signal, (void *)(long)test_gettid());
	writer = test_thread(send_byte, (void *)(long)ends[1]);
	CHECK_EQ(call(SYS_read, (uint64_t)ends[0], (uint64_t)&byte, 1, 0), 1);
	CHECK_EQ(handled, 2);
	test_join(signaller);
	test_join(writer);
	/* a signal to oneself arrives on the way out */
	CHECK_EQ(call(SYS_tgkill, (uint64_t)getpid(), (uint64_t)test_gettid(), SIGUSR1, 0), 0);
	CHECK_EQ(handled, 3);
}

int main(void)
{
	int i;

	check_results();
	for (i = 0; i < 20; i++)
		check_registers();
	check_signals();
	return 0;
}
