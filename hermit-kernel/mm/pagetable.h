/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Page table of the program's half.
 *
 * Entries change by atomic operations, so readers of a VMA (see mm/vma.h) work on them at once. Two rules keep the rest
 * simple:
 *   - A table is freed only by a changer, when no VMA lies in its span: nobody else can be in it.
 *   - An entry for a 2 MiB page goes away only under a lock of this file (split or unmapped as a whole).
 *
 * A leaf entry owns what its PTE_ANON or PTE_FILE bit says. One that is not 0 and lacks PTE_PRESENT belongs to a VMA of
 * PROT_NONE: it keeps its page for when the protection changes back.
 */
#ifndef MM_PAGETABLE_H
#define MM_PAGETABLE_H

#include <arch/paging.h>
#include "mm/page.h"

typedef _Atomic uint64_t pte_t;

#define PTE_ANON  PTE_SOFT0 /* owns a page (refs == 1) of the program's own: private memory */
#define PTE_FILE  PTE_SOFT1 /* owns a reference of a file's page */
#define PTE_IMAGE PTE_SOFT2 /* a file's page that is never freed: nothing is owned, but it counts as resident */

#define PTE_GIGANTIC PTE_SOFT3 /* with PTE_HUGE: the page has 1 GiB, not 2 MiB (mm/allocate.c) */

/** Bytes that a leaf entry maps. */
static inline uint64_t pt_size(uint64_t entry)
{
	if (!(entry & PTE_HUGE))
		return PAGE_SIZE;
	return entry & PTE_GIGANTIC ? GIGANTIC_PAGE_SIZE : HUGE_PAGE_SIZE;
}

/** Entry of the 1 GiB range around the address: 0, a table, or a 1 GiB page. NULL as below. */
pte_t *pt_gigantic_entry(uint64_t address, bool make);
/** Entry of the 2 MiB range around the address: 0, a table, or a 2 MiB page. NULL: no table, or (`make`) memory is
 * short. */
pte_t *pt_directory_entry(uint64_t address, bool make);
/** Entry of the page below a directory's entry. NULL where that is empty or a 2 MiB page, or (`make`) memory is short.
 */
pte_t *pt_page_entry(pte_t *directory_entry, uint64_t address, bool make);
/** The leaf entry that maps the address now, or 0; `size` gets what pt_size says of it. */
uint64_t pt_lookup(uint64_t address, uint64_t *size);

/** If a 2 MiB page straddles the address, make it small pages. 0 or -ENOMEM. */
int pt_split_at(uint64_t address);

/** Pages that were unmapped and wait for the TLB flush that lets them be freed. */
struct pt_gather {
	uint64_t start, end; /* what to flush */
	bool tables_unlinked;
	struct page *pages; /* the program's own and tables, linked through `private` */
	unsigned file_count;
	struct page *files[32]; /* references of file pages */
};
void pt_gather_init(struct pt_gather *gather);
void pt_gather_flush(struct pt_gather *gather);
void pt_gather_file(struct pt_gather *gather, struct page *page);
void pt_gather_anon(struct pt_gather *gather, struct page *page);
void pt_gather_range(struct pt_gather *gather, uint64_t start, uint64_t end);

/** Unmap; 2 MiB pages must not straddle the ends (pt_split_at). */
void pt_unmap(struct pt_gather *gather, uint64_t start, uint64_t end);
/** Unmap only what belongs to files, not private copies. */
void pt_unmap_files(struct pt_gather *gather, uint64_t start, uint64_t end);
/** Unlink the tables that span parts of [start, end) and nothing outside of [floor, ceiling), where no VMA is. */
void pt_free_tables(struct pt_gather *gather, uint64_t start, uint64_t end, uint64_t floor, uint64_t ceiling);
/** Set access rights to `prot` (PROT_*). Shared pages become writable by their next fault only. */
void pt_protect(struct pt_gather *gather, uint64_t start, uint64_t end, int prot);
/** Take the right to write from pages of files. */
void pt_protect_files(struct pt_gather *gather, uint64_t start, uint64_t end);
/** Move entries to an empty range. 0 or -ENOMEM (then what was moved is moved back). Flushes. */
int pt_move(uint64_t from, uint64_t to, uint64_t size);

struct pt_count {
	uint64_t resident, huge, dirty; /* bytes */
};
void pt_count(uint64_t start, uint64_t end, struct pt_count *count);

/** Bytes that an entry adds to the resident memory. */
static inline uint64_t pt_resident(uint64_t entry)
{
	if (!(entry & (PTE_ANON | PTE_FILE | PTE_IMAGE)))
		return 0;
	return pt_size(entry);
}

/** Entry bits for access rights PROT_*; writing is the caller's decision. */
static inline uint64_t pt_rights(int prot, bool write)
{
	if (!(prot & 7))
		return 0;
	return PTE_PROGRAM | (prot & 4 ? 0 : PTE_NX) | (write ? PTE_WRITE : 0);
}

#endif
