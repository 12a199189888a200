/* SPDX-License-Identifier: BSD-3-Clause */
/* Hardware timer of a core. */
#ifndef ARCH_TIMER_H
#define ARCH_TIMER_H

#include "lib/types.h"

/** Interrupt this core at `deadline` (CLOCK_MONOTONIC ns), once, or never for UINT64_MAX. Interrupts off. It may come
 * early. */
void arch_timer_arm(uint64_t deadline);

#endif
