/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How TSC ticks become nanoseconds, for readers without a lock (kernel and vDSO).
 *
 * A reader takes `sequence`, reads the rest, and starts over if `sequence` was odd or has changed (a seqlock; one
 * writer). monotonic = base_ns + ((tsc - base_tsc) * multiplier >> shift)        (128-bit product) realtime  =
 * monotonic + realtime_offset_ns Where tsc < base_tsc (another core, a few ticks behind) the difference counts as 0.
 */
#ifndef TIME_CLOCK_PARAMS_H
#define TIME_CLOCK_PARAMS_H

#include <stdatomic.h>
#include <stdint.h>

struct clock_params {
	_Atomic uint32_t sequence;
	uint32_t shift;
	uint64_t multiplier;
	uint64_t base_tsc;
	uint64_t base_ns;
	int64_t realtime_offset_ns;
	uint64_t tsc_hz;
};

/** One page of its own, so that it can be mapped into the program. */
extern struct clock_params clock_params;

#endif
