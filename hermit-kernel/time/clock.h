/* SPDX-License-Identifier: BSD-3-Clause */
/* Clocks. All in nanoseconds; readable from every context and core without a lock. */
#ifndef TIME_CLOCK_H
#define TIME_CLOCK_H

#include "lib/types.h"

/** Since the first instruction; never runs backwards on one core nor between cores. CLOCK_MONOTONIC and CLOCK_BOOTTIME.
 */
uint64_t clock_monotonic_ns(void);
/** Since 1970. CLOCK_REALTIME = CLOCK_MONOTONIC + offset. */
int64_t clock_realtime_ns(void);
int64_t clock_realtime_offset_ns(void);
void clock_set_realtime_ns(int64_t now);
/** Deadline `ns` from now, saturating; WAIT_FOREVER (UINT64_MAX) stays. */
uint64_t clock_deadline_after(uint64_t ns);
uint64_t clock_tsc_hz(void);
uint64_t clock_tsc_to_ns(uint64_t ticks);

#endif
