/* SPDX-License-Identifier: BSD-3-Clause */
/* Rates of the TSC and of the APIC timer. */
#ifndef X86_CALIBRATE_H
#define X86_CALIBRATE_H

#include "lib/types.h"

/** Find both rates. `known_hz`: the TSC's, from whoever starts the isle, or 0. Takes about 0.3 ms. */
void calibrate_clocks(uint64_t known_hz);
/** Measure again over the time since then, for a finer rate; before any timer is set. */
void calibrate_refine(void);
uint64_t apic_timer_hz(void);

#endif
