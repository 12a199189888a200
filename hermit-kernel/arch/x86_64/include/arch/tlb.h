/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TLB of the program's half of the address space (arch/x86_64/tlb.c explains the protocol). The kernel's half needs
 * none: its entries only ever go from not present to present.
 */
#ifndef ARCH_TLB_H
#define ARCH_TLB_H

#include "lib/types.h"

/*
 * On return no core that runs uses an entry that was replaced before the call. Interrupts on, no spin lock held. With
 * `tables`, page tables of the range were unlinked and are about to be freed: even idle cores drop what they cached of
 * them.
 */
void tlb_flush_range(uint64_t start, uint64_t end, bool tables);
static inline void tlb_flush_page(uint64_t address)
{
	tlb_flush_range(address, address + 1, false);
}

/** Between these two an idle core is not interrupted for flushes. */
void tlb_enter_lazy(void);
void tlb_leave_lazy(void);

/** In the interrupt of arch_ipi_tlb. */
void tlb_ipi_handler(void);

#endif
