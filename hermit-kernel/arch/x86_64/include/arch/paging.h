/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Page tables of the one address space. Entries of the program's half change by atomic operations, so faults in
 * parallel need no lock; tables are freed only by a changer that knows that no VMA touches their span (mm/).
 */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include <arch/tlb.h>
#include "lib/types.h"

/** Where all physical memory is mapped. Unit tests have another place. */
#ifndef DIRECT_MAP_BASE
#define DIRECT_MAP_BASE 0xffff800000000000ULL
#endif

#define PTE_PRESENT  (1ULL << 0)
#define PTE_WRITE    (1ULL << 1)
#define PTE_USER     (1ULL << 2)
#define PTE_WT       (1ULL << 3)
#define PTE_CD       (1ULL << 4)
#define PTE_ACCESSED (1ULL << 5)
#define PTE_DIRTY    (1ULL << 6)
#define PTE_HUGE     (1ULL << 7)
#define PTE_GLOBAL   (1ULL << 8)
#define PTE_NX       (1ULL << 63)
/* left to software (Intel SDM volume 3, 4.5.4); mm/pagetable.h says what for */
#define PTE_SOFT0   (1ULL << 9)
#define PTE_SOFT1   (1ULL << 10)
#define PTE_SOFT2   (1ULL << 11)
#define PTE_SOFT3   (1ULL << 52)
#define PTE_ADDRESS 0x000ffffffffff000ULL

/** Flags of every present entry of the program's half: accessed and dirty are preset, so the hardware never writes
 * entries. */
#define PTE_PROGRAM (PTE_PRESENT | PTE_ACCESSED | PTE_DIRTY)

/** Top table (PML4) of all cores. arch_direct_map switches the boot core to it; the others load it when they start. */
extern uint64_t *const kernel_pml4;

/** Physical address of something in the kernel image (text, data, the program linked with it). */
phys_t kernel_image_phys(const void *address);
/** The image begins at `start`, not where it is linked: multi-kernel isles. First thing at boot. */
void kernel_image_set_start(phys_t start);

/** Does the processor have pages of 1 GiB? */
bool arch_has_gigantic_pages(void);

/**
 * Map the memory map and the first 4 GiB at DIRECT_MAP_BASE, with the largest pages the CPU has, not executable; takes
 * the tables that it needs out of the memory map. Leaves boot.asm's identity map (but not boot_pml4, which shares the
 * kernel's half). Before page_init, on the boot core.
 */
void arch_direct_map(void);
/**
 * The same for a multi-kernel isle: maps the memory map and the kernel image, whose end is `image_end`, and not a page
 * more, because the rest of the machine is Linux'. Regions are multiples of HUGE_PAGE_SIZE where they do not touch.
 */
void arch_direct_map_isle(phys_t image_end);

#endif
