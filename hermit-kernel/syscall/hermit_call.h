/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers of the calls of the public interface, behind those of Linux; for the kernel's dispatch and for the functions
 * of libhermit that make them.
 */
#ifndef SYSCALL_HERMIT_CALL_H
#define SYSCALL_HERMIT_CALL_H

#include <stdint.h>

#define HERMIT_CALL_FIRST 0x4800

enum hermit_call {
	HERMIT_CALL_BEFORE = HERMIT_CALL_FIRST - 1,
#define HERMIT_CALL(name) HERMIT_CALL_##name,
#include "syscall/hermit_table.h"
#undef HERMIT_CALL
	HERMIT_CALL_END
};

#define HERMIT_CALL(name) long hermit_call_##name(const uint64_t *args);
#include "syscall/hermit_table.h"
#undef HERMIT_CALL

#endif
