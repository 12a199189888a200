/* SPDX-License-Identifier: BSD-3-Clause */
/* Clock arithmetic of the vDSO: time/clock_params.h, read without a lock. */
#ifndef VDSO_CLOCK_H
#define VDSO_CLOCK_H

#include "time/clock_params.h"

#define VDSO_NS_PER_SEC 1000000000ULL

/** A consistent reading: nanoseconds since the start, and what makes them wall-clock time. `read_tsc` must not be
 * reordered with the loads. */
static inline uint64_t vdso_clock_read(const struct clock_params *params, uint64_t (*read_tsc)(void), int64_t *offset)
{
	uint32_t sequence;
	uint64_t ns;

	do {
		while ((sequence = atomic_load_explicit(&params->sequence, memory_order_acquire)) & 1)
			__builtin_ia32_pause();
		uint64_t now = read_tsc(), base = params->base_tsc;
		uint64_t ticks = now > base ? now - base : 0; /* another core's counter may be a little behind */
		ns = params->base_ns + (uint64_t)((unsigned __int128)ticks * params->multiplier >> params->shift);
		*offset = params->realtime_offset_ns;
		atomic_thread_fence(memory_order_acquire);
	} while (atomic_load_explicit(&params->sequence, memory_order_relaxed) != sequence);
	return ns;
}

#endif
