/* SPDX-License-Identifier: BSD-3-Clause */
/* Trace of system calls in the kernel log: HERMIT_ISLE_TRACE of the boot blob (HERMIT_VERBOSE=2). */
#ifndef SYSCALL_TRACE_H
#define SYSCALL_TRACE_H

#include "lib/types.h"

extern bool syscall_tracing;

void syscall_trace_line(uint64_t number, const uint64_t args[6], long result);
static inline void syscall_trace(uint64_t number, const uint64_t args[6], long result)
{
	if (unlikely(syscall_tracing))
		syscall_trace_line(number, args, result);
}

#endif
