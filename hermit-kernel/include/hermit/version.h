/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Version of the interface between programs and the kernel (HERMIT_1.0 in libhermit.so.1).
 *
 * Within one major version functions and fields are only added. A program that wants a function of a later minor
 * version asks hermit_version() first, or links against that version and is not loaded by an older kernel.
 */
#ifndef HERMIT_VERSION_H
#define HERMIT_VERSION_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HERMIT_VERSION_MAJOR 1
#define HERMIT_VERSION_MINOR 0

/** Version of the kernel that answers: major << 16 | minor. -ENOSYS on Linux. Never blocks; any thread. */
int hermit_version(void);

#ifdef __cplusplus
}
#endif

#endif
