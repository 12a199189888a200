/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sigaltstack: SA_ONSTACK handlers run there, others do not; what the call reports; SS_AUTODISARM; errors.
 */
#include <ucontext.h>
#include <sys/mman.h>
#include "test.h"

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif
#define SIZE 65536

static char *stack;
static volatile int calls;

static bool on_stack(void *address)
{
	return (char *)address >= stack && (char *)address < stack + SIZE;
}

static void on_alternate(int number, siginfo_t *info TEST_UNUSED, void *context)
{
	stack_t now;
	char local;

	calls++;
	CHECK(on_stack(&local));
	CHECK_EQ(((ucontext_t *)context)->uc_stack.ss_sp, stack);
	CHECK_EQ(sigaltstack(NULL, &now), 0);
	if (number == SIGUSR1) {
		CHECK_EQ(now.ss_flags, SS_ONSTACK);
		CHECK_ERRNO(sigaltstack(&now, NULL), EPERM);
	} else {
		CHECK_EQ(now.ss_flags, SS_DISABLE); /* autodisarmed: may be changed, is restored on return */
		now.ss_flags = SS_DISABLE;
		CHECK_EQ(sigaltstack(&now, NULL), 0);
	}
}

static void on_normal(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	char local;

	calls++;
	CHECK(!on_stack(&local));
}

static void *other_thread(void *argument TEST_UNUSED)
{
	stack_t now;

	CHECK_EQ(sigaltstack(NULL, &now), 0);
	CHECK_EQ(now.ss_flags, SS_DISABLE); /* each thread has its own */
	return NULL;
}

static void check_errors(void)
{
	stack_t bad = {.ss_sp = stack, .ss_size = 1024};

	CHECK_ERRNO(sigaltstack(&bad, NULL), ENOMEM);
	bad.ss_size = SIZE;
	bad.ss_flags = 0x40;
	CHECK_ERRNO(sigaltstack(&bad, NULL), EINVAL);
	CHECK_ERRNO(syscall(SYS_sigaltstack, BAD_POINTER, NULL), EFAULT);
}

int main(void)
{
	stack_t alternate = {.ss_size = SIZE}, now;

	stack = OK(mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	alternate.ss_sp = stack;
	CHECK_EQ(sigaltstack(NULL, &now), 0);
	CHECK_EQ(now.ss_flags, SS_DISABLE);
	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	CHECK_EQ(sigaltstack(NULL, &now), 0);
	CHECK_EQ(now.ss_sp, stack);
	CHECK_EQ(now.ss_size, SIZE);
	CHECK_EQ(now.ss_flags, 0);
	test_join(test_thread(other_thread, NULL));

	test_handle(SIGUSR1, on_alternate, SA_ONSTACK);
	CHECK_EQ(raise(SIGUSR1), 0);
	test_handle(SIGUSR1, on_normal, 0);
	CHECK_EQ(raise(SIGUSR1), 0);
	CHECK_EQ(calls, 2);

	alternate.ss_flags = (int)SS_AUTODISARM;
	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	test_handle(SIGUSR2, on_alternate, SA_ONSTACK);
	CHECK_EQ(raise(SIGUSR2), 0);
	CHECK_EQ(raise(SIGUSR2), 0);
	CHECK_EQ(calls, 4);
	CHECK_EQ(sigaltstack(NULL, &now), 0);
	CHECK_EQ(now.ss_sp, stack);
	check_errors();
	alternate.ss_flags = SS_DISABLE;
	CHECK_EQ(sigaltstack(&alternate, NULL), 0);
	test_handle(SIGUSR1, on_normal, SA_ONSTACK);
	CHECK_EQ(raise(SIGUSR1), 0);
	return 0;
}
