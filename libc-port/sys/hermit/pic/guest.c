/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The C library as a guest in a process of glibc: threads are glibc's, and this library hears of their end through the C++
 * ABI's hook; what is in buffers at the end of the process is written by a destructor.
 */
#include "../port.h"
#include <stdio.h>

int64_t __hermit_blocking(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f)
{
	return hermit_syscall(number, a, b, c, d, e, f);
}

static __attribute__((destructor)) void guest_flush(void)
{
	fflush(NULL);
}
