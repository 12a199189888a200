/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * VMAs: ranges of the program's half of the address space with one set of properties, kept in a tree by address.
 *
 * Who may do what:
 *   - mm.tree_lock (spin) guards the tree, the gaps and every VMA's start and end. Held for a look-up or a link only.
 *   - A reader (page fault, madvise(DONTNEED), truncation, statistics) finds its VMA under tree_lock and counts itself
 *     into vma->users. While it is counted, the VMA stays in the tree, keeps its properties, and does not shrink. It
 *     may grow. Readers may change page table entries of the VMA, by atomic operations, and add page tables.
 *   - A changer holds mm.change (mutex): one at a time. Before it changes, shrinks or removes VMAs it owns them:
 *     nobody is counted, nobody is let in. Growing needs tree_lock alone, so a VMA keeps `shift`, which is the same
 *     for all of its pages, instead of the file offset of its start.
 *   - Whoever finds a VMA owned waits until owners let go, and looks again.
 *
 * Why nobody waits for ever. A reader may wait for a file, so for whatever locks a file system has; and somebody who
 * holds such a lock may become a reader (a fault while it copies to the program, a truncation). Therefore a changer
 * never keeps anybody out while it waits for readers to leave: it takes all VMAs that it needs at once, or none
 * (vma_isolate), and while it owns some it waits for nothing but processors. Readers that come while a changer waits
 * let it go first for a moment (`wanted`), but for a limited time only, since the one that the changer waits for may
 * wait for them.
 *
 * struct vma is never given back to the heap, so a late look at one by a reader on its way out is harmless.
 */
#ifndef MM_VMA_H
#define MM_VMA_H

#include "lib/list.h"
#include "lib/rbtree.h"
#include "lib/types.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/policy.h"
#include "sync/mutex.h"

struct file;

enum vma_flags {
	VMA_READ = 1, /* as PROT_READ, PROT_WRITE, PROT_EXEC */
	VMA_WRITE = 2,
	VMA_EXEC = 4,
	VMA_SHARED = 1 << 3,
	VMA_MAY_WRITE = 1 << 4, /* mprotect may allow writing: false for shared mappings of files opened for reading */
	VMA_STACK = 1 << 5,     /* the first thread's: grows down */
	VMA_HEAP = 1 << 6,      /* brk */
	VMA_NORESERVE = 1 << 7,
	VMA_NO_HUGE = 1 << 8,  /* MADV_NOHUGEPAGE, MAP_STACK */
	VMA_HUGE = 1 << 9,     /* MADV_HUGEPAGE */
	VMA_HUGETLB = 1 << 10, /* 2 MiB pages only */
	VMA_LOCKED = 1 << 11,  /* mlock: only for the statistics, memory is never paged out */
	VMA_NO_DUMP = 1 << 12,
	VMA_PHYSICAL = 1 << 13, /* memory of a device, or of the kernel: `shift` leads to physical addresses */
	VMA_UNCACHED = 1 << 14,
	VMA_ALLOCATED = 1 << 15, /* of mm_allocate: one VMA each, all of its pages are there */
	VMA_GIGANTIC = 1 << 16,  /* with VMA_HUGETLB: 1 GiB pages only */
};
#define VMA_PROT_MASK 7u

#define VMA_OWNED (-0x40000000)

struct vma {
	struct rb_node node;
	uint64_t start, end;
	uint64_t gap;      /* unmapped bytes below `start` */
	uint64_t gap_max;  /* the largest gap of the subtree */
	uint32_t flags;    /* enum vma_flags */
	struct file *file; /* a reference; NULL: anonymous */
	struct memory_policy policy;
	uint64_t shift;               /* address + shift = offset in the file, or physical address; 0 when anonymous */
	struct list inode_link;       /* in inode->mappings, under its mappings_lock */
	uint64_t unmap_pass;          /* the last truncation that visited it, likewise */
	_Atomic uint32_t truncations; /* a fault that meets a change of it while it works looks again */
	_Atomic int32_t users;        /* readers inside; VMA_OWNED + n: a changer's, and n that are about to notice */
	_Atomic bool wanted;          /* a changer waits for it */
	struct vma *next_owned;       /* of the changer's */
	struct vma *next_free;
};

struct mm {
	struct spinlock tree_lock;
	struct rb_root vmas;
	uint64_t vma_count;
	uint64_t hold_start, hold_end; /* faults outside of all VMAs, but in here, wait: a change is half done */
	struct vma *free_vmas;

	struct mutex change;
	_Atomic uint64_t releases; /* how often a changer let go of what it owned */
	struct waitq released;     /* those who met an owned VMA, or the hold range */
	struct waitq left;         /* the changer, waiting for readers to leave */

	uint64_t brk_start, brk_end; /* under change */
	_Atomic int64_t resident_pages;
	_Atomic int64_t resident_peak;
	_Atomic int64_t table_pages;
};
extern struct mm mm;

#define MM_LOWEST    0x10000ULL            /* vm.mmap_min_addr */
#define MM_TOP       (USER_END - MIB(256)) /* top-down allocation starts here; the first thread's stack lies above */
#define MM_TOP_32BIT 0x80000000ULL

static inline struct vma *vma_of(const struct rb_node *node)
{
	return node ? container_of(node, struct vma, node) : NULL;
}
static inline struct vma *vma_next(const struct vma *vma)
{
	return vma_of(rb_next(&vma->node));
}
static inline struct vma *vma_prev(const struct vma *vma)
{
	return vma_of(rb_prev(&vma->node));
}

/** What its borders are multiples of. */
static inline uint64_t vma_page_size(const struct vma *vma)
{
	if (!(vma->flags & VMA_HUGETLB))
		return PAGE_SIZE;
	return vma->flags & VMA_GIGANTIC ? GIGANTIC_PAGE_SIZE : HUGE_PAGE_SIZE;
}

/* ---- readers ---- */

/** The VMA of the address, counted into; NULL where nothing is mapped. May sleep. */
struct vma *vma_read_lock(uint64_t address);
/** The first VMA that ends above the address. */
struct vma *vma_read_lock_above(uint64_t address);
/** Try for a known VMA that is certain to be in the tree; false: it is owned. */
bool vma_read_trylock(struct vma *vma);
void vma_read_unlock(struct vma *vma);
/** After a failed try: wait until owners let go. `seen`: mm.releases, read before the try. */
void mm_wait_for_release(uint64_t seen);

/* ---- changers ---- */

void mm_change_begin(void);
/** False where that takes longer than a second: for those who may hold a file system's locks. */
bool mm_change_begin_limited(void);
/** Lets go of everything. */
void mm_change_end(void);

/** First VMA that ends above the address; changers only. */
struct vma *vma_find(uint64_t address);
/** NULL when memory is short. */
struct vma *vma_new(uint64_t start, uint64_t end, uint32_t flags, struct file *file, uint64_t shift);
/** Drops its reference of the file; not in the tree. */
void vma_free(struct vma *vma);
void vma_insert(struct vma *vma);
void vma_remove(struct vma *vma);
void vma_set_start(struct vma *vma, uint64_t start);
void vma_set_end(struct vma *vma, uint64_t end);

struct range {
	uint64_t start, end; /* nothing where start == end */
};
/**
 * Own all VMAs that overlap the ranges, until mm_change_end, vma_release or the next vma_isolate, and split them at the
 * ranges' ends, so that these consist of whole VMAs. 0; -ENOMEM, -EINVAL (within a page of MAP_HUGETLB): nothing has
 * changed.
 */
int vma_isolate(const struct range *ranges, unsigned count);
/** Keep faults in a range waiting, until everything is let go, although it is without VMA for a while. Only while it is
 * isolated. */
void vma_hold(uint64_t start, uint64_t end);
/** Let go of everything, then join what can be joined from the VMA before `start` to the one behind `end`. The last
 * step of a change. */
void vma_merge(uint64_t start, uint64_t end);
/** Is every page of the range mapped? */
bool vma_covered(uint64_t start, uint64_t end);

/** Highest free range of `size` bytes in [low, high), aligned; 0: none. */
uint64_t vma_gap_find(uint64_t size, uint64_t low, uint64_t high, uint64_t align);

/* ---- for file_ops->mmap, on a VMA that is not in the tree yet ---- */

/** Back the VMA by physical memory from `phys` on. */
void vma_set_physical(struct vma *vma, phys_t phys, bool uncached);
/** Make it as if it had no file (/dev/zero, mapped privately). */
void vma_set_anonymous(struct vma *vma);

#endif
