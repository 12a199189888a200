/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unwinding through a signal frame: backtrace() in a SIGSEGV handler finds the functions that led to the fault.
 * @flags -rdynamic -fno-optimize-sibling-calls
 */
#include <dlfcn.h>
#include <execinfo.h>
#include <setjmp.h>
#include "test.h"

void outer_function(void);
void inner_function(void);

static sigjmp_buf out;
static int found_inner, found_outer;

static void handler(int number TEST_UNUSED, siginfo_t *info TEST_UNUSED, void *context TEST_UNUSED)
{
	void *frames[50];
	int n = backtrace(frames, 50), i;
	Dl_info symbol;

	for (i = 0; i < n; i++) {
		if (!dladdr(frames[i], &symbol) || !symbol.dli_sname)
			continue;
		found_inner += strcmp(symbol.dli_sname, "inner_function") == 0;
		found_outer += strcmp(symbol.dli_sname, "outer_function") == 0;
	}
	siglongjmp(out, 1);
}

__attribute__((noinline)) void inner_function(void)
{
	*(volatile char *)BAD_POINTER = 1;
	__asm__ volatile("");
}

__attribute__((noinline)) void outer_function(void)
{
	inner_function();
	__asm__ volatile("");
}

int main(void)
{
	void *warm_up[2];

	CHECK_OP(backtrace(warm_up, 2), >, 0); /* loads the unwinder outside of the handler */
	test_handle(SIGSEGV, handler, 0);
	if (sigsetjmp(out, 1) == 0)
		outer_function();
	CHECK_EQ(found_inner, 1);
	CHECK_EQ(found_outer, 1);
	return 0;
}
