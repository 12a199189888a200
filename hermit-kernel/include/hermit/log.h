/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's log: what HERMIT_VERBOSE=1 shows, and a panic's report contains. Any thread; never blocks. */
#ifndef HERMIT_LOG_H
#define HERMIT_LOG_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Write one line.
 *
 * text: `length` bytes; longer ones than 200 are cut, bytes that cannot be printed become '?'.
 * Returns the bytes taken; -EINVAL for length 0, -EFAULT.
 */
int hermit_log(const char *text, uint64_t length);

#ifdef __cplusplus
}
#endif

#endif
