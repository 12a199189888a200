/* SPDX-License-Identifier: BSD-3-Clause */
/* Vector and floating point state. The kernel itself never touches these registers: what is in them is a program's. */
#ifndef X86_FPU_H
#define X86_FPU_H

#include <arch/fpu.h>
#include "lib/types.h"

struct thread;

/** Enable XSAVE with every state component of the CPU on this core. */
void fpu_init_core(void);
/** Bytes of an XSAVE area in standard format, and the mask of its components (XCR0). */
uint32_t fpu_state_size(void);
uint64_t fpu_state_mask(void);
/** Save the live registers into the area / load them from it. 64-byte aligned. */
void fpu_save(void *area);
void fpu_load(const void *area);
/** On a switch: keep `from`'s registers, make `to`'s live. Kernel threads have none. */
void fpu_switch(struct thread *from, struct thread *to);

#endif
