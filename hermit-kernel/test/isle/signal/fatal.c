/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Faults that the program cannot handle end it with the fault's own signal: no handler, signal blocked or ignored, no
 * room for the frame, abort() in spite of a handler.
 * @case null 139 null
 * @case blocked 139 blocked
 * @case ignored 139 ignored
 * @case no_stack 139 no_stack
 * @case in_thread 139 in_thread
 * @case division 136 division
 * @case illegal 132 illegal
 * @case breakpoint 133 breakpoint
 * @case abort 134 abort
 * @case abort_handled 134 abort_handled
 */
#include <sys/resource.h>
#include "test.h"

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
}

static void fault(void)
{
	*(volatile char *)BAD_POINTER = 1;
}

static void *fault_in_thread(void *argument TEST_UNUSED)
{
	fault();
	return NULL;
}

static void division(void)
{
	volatile int zero = 0, one = 1;

	one = one / zero;
}

static void fault_blocked(void)
{
	sigset_t set = test_sigset(SIGSEGV);

	test_handle(SIGSEGV, handler, 0);
	CHECK_EQ(sigprocmask(SIG_BLOCK, &set, NULL), 0);
	fault();
}

static void fault_without_stack(void)
{
	test_handle(SIGSEGV, handler, 0);
	__asm__ volatile("mov $4096, %%esp; movl $1, 0" ::: "memory");
}

int main(int argc, char **argv)
{
	struct rlimit none = {0, 0};
	const char *what = argv[1];

	CHECK_EQ(argc, 2);
	setrlimit(RLIMIT_CORE, &none);
	if (strcmp(what, "null") == 0)
		fault();
	if (strcmp(what, "blocked") == 0)
		fault_blocked();
	if (strcmp(what, "ignored") == 0) {
		signal(SIGSEGV, SIG_IGN);
		fault();
	}
	if (strcmp(what, "no_stack") == 0)
		fault_without_stack();
	if (strcmp(what, "in_thread") == 0)
		test_join(test_thread(fault_in_thread, NULL));
	if (strcmp(what, "division") == 0)
		division();
	if (strcmp(what, "illegal") == 0)
		__asm__ volatile("ud2");
	if (strcmp(what, "breakpoint") == 0)
		__asm__ volatile("int3");
	if (strcmp(what, "abort_handled") == 0)
		test_handle(SIGABRT, handler, 0);
	abort();
}
