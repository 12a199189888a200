/* SPDX-License-Identifier: BSD-3-Clause */
/* Inter-processor interrupts. Callable with interrupts on or off. */
#ifndef ARCH_IPI_H
#define ARCH_IPI_H

#include "sched/cpuset.h"

/** Make the core look at need_resched and at its thread's signals. */
void arch_ipi_reschedule(unsigned core);
/** Run tlb_ipi_handler (mm) on each core of the set; the caller's own core must not be in it. */
void arch_ipi_tlb(const struct cpuset *targets);
/** Interrupt a core that is not this isle's. Does nothing before interrupts are set up. */
void arch_ipi_outside(uint32_t apic_id, uint8_t vector);
/** Run core_call_handler (sched/core.c) there. */
void arch_ipi_call(const struct cpuset *targets);

#endif
