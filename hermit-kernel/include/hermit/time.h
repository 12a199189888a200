/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Time stamp counter and the kernel's clock. The TSC runs at one rate and alike on all cores (invariant TSC). Any
 * thread; never blocks.
 */
#ifndef HERMIT_TIME_H
#define HERMIT_TIME_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The time stamp counter, read after all earlier loads (LFENCE; RDTSC). */
static inline uint64_t hermit_tsc(void)
{
	uint32_t low, high;
	__asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high)::"memory");
	return (uint64_t)high << 32 | low;
}

/** Ticks of the TSC a second, as the kernel has calibrated it. */
int64_t hermit_tsc_hz(void);

/** Nanoseconds since the isle started: CLOCK_MONOTONIC. */
int64_t hermit_time_ns(void);

#ifdef __cplusplus
}
#endif

#endif
