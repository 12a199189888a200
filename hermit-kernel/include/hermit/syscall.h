/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * System calls of Linux without the instruction: newlib's way into the kernel. Numbers and arguments are those of
 * x86-64 Linux (<asm/unistd.h>), results too: a negative errno on failure.
 */
#ifndef HERMIT_SYSCALL_H
#define HERMIT_SYSCALL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Any thread. Blocks where the call does. -ENOSYS for calls that the kernel lacks. */
int64_t hermit_syscall(int64_t number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e, uint64_t f);

#ifdef __cplusplus
}
#endif

#endif
