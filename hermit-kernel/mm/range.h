/* SPDX-License-Identifier: BSD-3-Clause */
/* Steps on ranges that several of the calls share. Those of changers need mm_change_begin. */
#ifndef MM_RANGE_H
#define MM_RANGE_H

#include "mm/mm.h"
#include "mm/vma.h"

/** Length rounded up to pages; 0 where it overflows. */
static inline uint64_t range_pages(uint64_t length)
{
	return align_up(length, 4096ULL);
}

/** Does [address, address + length) lie in the program's half? */
static inline bool range_valid(uint64_t address, uint64_t length)
{
	return length <= USER_END && address <= USER_END - length;
}

/** Changers: unmap everything. 0; -ENOMEM, -EINVAL (part of a 2 MiB page of MAP_HUGETLB): nothing has changed. */
int range_unmap(uint64_t start, uint64_t end);
/** The same, for a range that gets a new VMA now: faults there wait until everything is let go. */
int range_replace(uint64_t start, uint64_t end);
/** The same for an isolated range: can't fail. */
void range_clear(uint64_t start, uint64_t end);
/** Unmap the pages of a range without VMAs, and free the tables that nobody needs now. */
void range_drop_pages(uint64_t start, uint64_t end);
/** Changers: change flags other than access rights, of the parts that are mapped. 0 or -ENOMEM. */
int range_set_flags(uint64_t start, uint64_t end, uint32_t clear, uint32_t set);
/** Changers: could so many more bytes be had at all? RLIMIT_AS, and for `committed` memory the size of all memory. */
bool range_affordable(uint64_t length, bool committed);

/**
 * Fault every page in. 0; -ENOMEM: a part is not mapped; -EACCES: its rights forbid it; -ENOBUFS: memory is short; or
 * the file's errno.
 */
int range_populate(uint64_t start, uint64_t end, bool write);

/**
 * Visits the parts of a range by VMA, as a reader. A part that is not mapped is passed over and answered with -ENOMEM
 * at the end; an error of the visit ends it.
 */
struct range_visit {
	int (*visit)(struct range_visit *visit, struct vma *vma, uint64_t start, uint64_t end);
	bool write;
	uint8_t *vector;
	uint64_t base;
};
int range_for_each(uint64_t start, uint64_t end, struct range_visit *visit);

/** mlockall(MCL_FUTURE): new mappings are populated. */
extern bool mm_lock_future;

#endif
