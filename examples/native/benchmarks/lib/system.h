/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a benchmark runs, and its clock. */
#ifndef NATIVE_SYSTEM_H
#define NATIVE_SYSTEM_H

#include <stdint.h>

/* "isle" or "linux". */
const char *system_name(void);

/* "newlib" or "glibc". */
const char *system_libc(void);

int system_cores(void);

/* Ticks of the TSC a second: what the isle's kernel says, else measured once against the monotonic clock. */
uint64_t system_tsc_hz(void);

double system_ticks_to_ns(double ticks);

/* "basic on an isle (newlib, 2 cores, TSC at 2100 MHz)", to stdout. */
void system_print(const char *benchmark);

#endif
