/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of a program; a file of its own, because a guest in glibc has no use for it. */
#include "port.h"
#include <reent.h>
#include <stdlib.h>
#include <unistd.h>

extern void __hermit_thread_destruct(void) __attribute__((weak));
extern void __call_exitprocs(int status, void *image);

/* A thread's own variables go before those of all (ISO C++, 6.9.3.4). newlib's end of stdio would wait for ever for a
 * stream that another thread reads. */
void exit(int status)
{
	if (__hermit_thread_destruct)
		__hermit_thread_destruct();
	__call_exitprocs(status, NULL);
	if (_GLOBAL_REENT->__cleanup)
		__hermit_streams_flush();
	_exit(status);
}
