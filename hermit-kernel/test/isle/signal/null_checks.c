/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Implicit null checks: several threads read through null pointers all the time, and the handler sends each on by RIP;
 * the results are right and every fault is seen once.
 * @cores 4
 */
#include <ucontext.h>
#include "test.h"

#define THREADS 4
#define ROUNDS  5000

extern char null_check_access[], null_check_slow[];
long null_check(const long *pointer);

/* Returns *pointer; the slow path, which only the handler takes, returns -7. */
__asm__(".text\n.globl null_check, null_check_access, null_check_slow\n"
	"null_check:\n"
	"null_check_access:\n"
	"	mov 16(%rdi), %rax\n"
	"	ret\n"
	"null_check_slow:\n"
	"	mov $-7, %rax\n"
	"	ret\n");

static __thread int faults;

static void handler(int number TEST_UNUSED, siginfo_t *info, void *context)
{
	greg_t *gregs = ((ucontext_t *)context)->uc_mcontext.gregs;

	CHECK_EQ(info->si_addr, 16);
	CHECK_EQ(info->si_code, SEGV_MAPERR);
	CHECK_EQ(gregs[REG_RIP], null_check_access);
	gregs[REG_RIP] = (greg_t)null_check_slow;
	faults++;
}

static void *body(void *argument)
{
	long object[3] = {0, 0, (long)argument}, i;
	uint64_t random = (uint64_t)argument + 5;
	int expected = 0;

	for (i = 0; i < ROUNDS; i++) {
		bool null = test_random(&random) % 2;

		expected += null;
		CHECK_EQ(null_check(null ? NULL : object), null ? -7 : (long)argument);
	}
	CHECK_EQ(faults, expected);
	return NULL;
}

int main(void)
{
	pthread_t threads[THREADS];
	long i;

	test_handle(SIGSEGV, handler, SA_NODEFER | SA_RESTART);
	for (i = 0; i < THREADS; i++)
		threads[i] = test_thread(body, (void *)i);
	for (i = 0; i < THREADS; i++)
		test_join(threads[i]);
	return 0;
}
