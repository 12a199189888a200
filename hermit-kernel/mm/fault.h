/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts of the page fault handler: memory without a file (fault_anon.c), files (fault_file.c), both behind fault.c.
 */
#ifndef MM_FAULT_H
#define MM_FAULT_H

#include "mm/pagetable.h"
#include "mm/vma.h"

/*
 * Make `address` of a VMA that the caller has counted itself into accessible. 0: resolved (or the access works by now);
 * -EAGAIN: look again; -ENOMEM; or the file's errno.
 */
int fault_anon(struct vma *vma, uint64_t address, bool write);
int fault_file(struct vma *vma, uint64_t address, bool write);
int fault_physical(struct vma *vma, uint64_t address);

/** Whichever of these applies, after a look at the VMA's rights: also -EACCES. */
int fault_in_vma(struct vma *vma, uint64_t address, enum fault_access access);

/** As mm_fault, but with errno: 0; -EFAULT (not mapped); -EACCES; -ENOMEM; others: the file's. */
int fault_resolve(uint64_t address, enum fault_access access);

/** When a fault gets -ENOMEM, caches are asked for so many pages: with no VMA counted into, because they may unmap
 * files. */
#define FAULT_RECLAIM_PAGES 256

/**
 * A block for the program's memory, from where the memory policies want it. NULL: none left. Stacks, and the first
 * writes to private files (a program's variables), get some when the rest does not any more.
 */
struct page *fault_page_alloc(const struct vma *vma, uint64_t address, unsigned order, unsigned flags);
/** Replace an entry; keeps the count of resident memory. False: it changed meanwhile. */
bool fault_entry_replace(pte_t *entry, uint64_t before, uint64_t after);

#endif
