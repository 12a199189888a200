/* SPDX-License-Identifier: BSD-3-Clause */
/* Trace of system calls. Numbers that the kernel does not know are counted and logged once each, traced or not. */
#include "syscall/trace.h"
#include <asm/unistd.h>
#include "lib/log.h"
#include "sched/thread.h"

bool syscall_tracing;

static const char *const names[] = {
#define SYSCALL(name) [__NR_##name] = #name,
#include "syscall/table.h"
#undef SYSCALL
};

void syscall_trace_line(uint64_t number, const uint64_t args[6], long result)
{
	const char *name = number < array_size(names) && names[number] ? names[number] : "?";

	log_line("%d %s/%lu(%#lx, %#lx, %#lx, %#lx, %#lx, %#lx) = %ld", thread_current()->tid, name, number, args[0],
		args[1], args[2], args[3], args[4], args[5], result);
}
