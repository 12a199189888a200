/* SPDX-License-Identifier: BSD-3-Clause */
/* The clock's set-up, for the boot code. */
#ifndef TIME_CLOCK_INIT_H
#define TIME_CLOCK_INIT_H

#include "lib/types.h"

/** Where CLOCK_MONOTONIC counts from. Until the rate is known the clock stands at 0. */
void clock_start(uint64_t first_tsc);
/** The TSC's rate; again when it is known better. */
void clock_set_tsc_hz(uint64_t hz);

#endif
