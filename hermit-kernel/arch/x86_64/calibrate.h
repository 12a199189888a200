/* SPDX-License-Identifier: BSD-3-Clause */
/* Rates of the TSC and of the APIC timer. */
#ifndef X86_CALIBRATE_H
#define X86_CALIBRATE_H

#include "lib/types.h"

/** Find both rates; those that whoever starts the isle knows, or 0. Measuring takes about 0.3 ms. */
void calibrate_clocks(uint64_t tsc_hz, uint64_t apic_timer_hz);
/** Measure again over the time since then, for a finer rate; before any timer is set. */
void calibrate_refine(void);
uint64_t apic_timer_hz(void);

#endif
