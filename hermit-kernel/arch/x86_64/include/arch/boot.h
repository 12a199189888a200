/* SPDX-License-Identifier: BSD-3-Clause */
/* Steps of the boot that belong to the machine; each says what it needs. */
#ifndef ARCH_BOOT_H
#define ARCH_BOOT_H

#include "lib/types.h"

/** Registers of the boot core, after the heap: vector state, system calls, final page tables. */
void arch_init_core(void);
/** Interrupt controllers. Needs kmap. */
void arch_init_interrupts(void);
/** Rate of the clock. Needs interrupt controllers. */
void arch_init_clock(void);
/** A finer rate, measured over the boot so far. Before the program's first timer. */
void arch_refine_clock(void);
/** All other cores. Needs a clock, heap, scheduler. */
void arch_start_cores(void);

#endif
