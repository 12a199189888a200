/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library as a guest in a process of glibc: threads are glibc's, and this library hears of their end through the
 * C++ ABI's hook; what is in buffers at the end of the process is written by a destructor.
 */
#include "../port.h"
#include <pthread.h>
#include <stdio.h>

int64_t __hermit_blocking(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	return hermit_syscall(number, a, b, c, d, e, f);
}

/* glibc's half of the C++ ABI's thread_local destructors. */
extern int __cxa_thread_atexit_impl(void (*end)(void *), void *argument, void *object)
	__attribute__((weak, visibility("default")));
extern void *__dso_handle __attribute__((visibility("hidden")));

static void guest_thread_end(void *unused)
{
	(void)unused;
	__hermit_reent_release();
}

void __hermit_reent_watch(void)
{
	if (__cxa_thread_atexit_impl)
		__cxa_thread_atexit_impl(guest_thread_end, NULL, &__dso_handle);
}

static __attribute__((destructor)) void guest_flush(void)
{
	fflush(NULL);
}

/* newlib's streams are not to be left in the middle; none of its calls is a cancellation point of glibc. */
int pthread_setcancelstate(int state, int *old)
{
	if (old)
		*old = state;
	return 0;
}
