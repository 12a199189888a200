/* SPDX-License-Identifier: BSD-3-Clause */
/* The timer interrupt and the calibration of TSC and APIC timer. */
#ifndef X86_TIMER_H
#define X86_TIMER_H

#include "lib/types.h"

/** In the interrupt: fire what is due (time/timer.c). */
void timer_interrupt(void);

#endif
