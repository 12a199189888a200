/* SPDX-License-Identifier: BSD-3-Clause */
/* Kernel virtual ranges outside the direct map: stacks with guard pages, device registers. */
#ifndef MM_KMAP_H
#define MM_KMAP_H

#include "lib/types.h"

/** Both ranges lie in these 512 GiB: one entry of the top-level table, made by arch_direct_map. */
#define KMAP_BASE 0xffffc00000000000ULL
#define KMAP_SIZE GIB(512)

#define KERNEL_STACK_SIZE 16384u

/** Lowest address of a stack with an unmapped page below it; 0 when memory is short. Freed stacks are kept for the next
 * thread. */
uint64_t kmap_stack_alloc(void);
void kmap_stack_free(uint64_t stack);
/** Is the address in the guard page of some kernel stack? For the panic message. */
bool kmap_is_stack_guard(uint64_t address);
/** Uncached mapping of device registers; never undone. NULL when memory is short. */
void *kmap_device(phys_t phys, size_t size);

#endif
