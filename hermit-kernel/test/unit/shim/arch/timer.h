/* SPDX-License-Identifier: BSD-3-Clause */
/* The test is the hardware timer. */
#ifndef ARCH_TIMER_H
#define ARCH_TIMER_H

#include "lib/types.h"

void arch_timer_arm(uint64_t deadline);

#endif
