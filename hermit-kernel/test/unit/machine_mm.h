/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the address space (mm/) needs of the rest of the kernel, for its tests: sleeping locks that poll, files that are
 * just counted, and a program whose accesses walk the page table as the processor would.
 */
#ifndef TEST_MACHINE_MM_H
#define TEST_MACHINE_MM_H

#include "fs/file.h"
#include "lib/types.h"
#include "mm/mm.h"

/** Memory at 32 MiB of this size, page allocator and address space ready; calls run on core 0. */
void machine_mm_init(uint64_t memory);

/**
 * One access of the program to an aligned word, with page faults as they come. 0, or the errno of fault_resolve.
 * `value` is read, or written when `write`.
 */
int machine_access(uint64_t address, bool write, uint64_t *value);
/** Flushes of the TLB that were asked for so far. */
unsigned machine_flushes(void);

/** A file of `pages` pages; page i begins with the word `tag + i`. Its pages have references unless it is an image. */
struct file *machine_file(unsigned pages, uint64_t tag, bool image);
/** Make it longer or shorter; new pages are zeroes. */
void machine_file_resize(struct file *file, unsigned pages);
uint64_t *machine_file_word(struct file *file, unsigned page);
/** How often get_page was told that a page will be written. */
unsigned machine_file_dirtied(struct file *file);
/** get_page answers this errno from now on; 0: works again. */
void machine_file_fail(struct file *file, int error);
/** Free pages and file; nothing may map it any more. */
void machine_file_free(struct file *file);

#endif
