/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A guard page in a thread's stack, made by mprotect as HotSpot does, stops the overflow at its exact address and can
 * be lifted again; glibc's own guard below the stack holds as well.
 */
#include <sys/mman.h>
#include "fault.h"

static void *body(void *argument TEST_UNUSED)
{
	pthread_attr_t attributes;
	size_t size, guard_size;
	char *low, *guard;
	void *start;

	CHECK_EQ(pthread_getattr_np(pthread_self(), &attributes), 0);
	CHECK_EQ(pthread_attr_getstack(&attributes, &start, &size), 0);
	CHECK_EQ(pthread_attr_getguardsize(&attributes, &guard_size), 0);
	CHECK_EQ(size, 1 << 20);
	CHECK_EQ(guard_size, 8192);
	low = start;
	CHECK(low < (char *)&low && (char *)&low < low + size);
	CHECK_FAULT(fault_write(low - 1), SIGSEGV, SEGV_ACCERR, low - 1);
	CHECK_FAULT(fault_write(low - guard_size), SIGSEGV, SEGV_ACCERR, low - guard_size);

	guard = low + 4 * 4096;
	CHECK_EQ(mprotect(guard, 4 * 4096, PROT_NONE), 0);
	CHECK_FAULT(fault_write(guard + 4 * 4096 - 8), SIGSEGV, SEGV_ACCERR, guard + 4 * 4096 - 8);
	CHECK_FAULT(fault_read(guard), SIGSEGV, SEGV_ACCERR, guard);
	CHECK_NO_FAULT(fault_write(guard + 4 * 4096));
	CHECK_NO_FAULT(fault_write(guard - 1));
	CHECK_EQ(mprotect(guard, 4 * 4096, PROT_READ | PROT_WRITE), 0);
	CHECK_NO_FAULT(fault_write(guard));
	pthread_attr_destroy(&attributes);
	return NULL;
}

int main(void)
{
	pthread_attr_t attributes;
	pthread_t thread;

	fault_install();
	CHECK_EQ(pthread_attr_init(&attributes), 0);
	CHECK_EQ(pthread_attr_setstacksize(&attributes, 1 << 20), 0);
	CHECK_EQ(pthread_attr_setguardsize(&attributes, 8192), 0);
	CHECK_EQ(pthread_create(&thread, &attributes, body, NULL), 0);
	test_join(thread);
	return 0;
}
