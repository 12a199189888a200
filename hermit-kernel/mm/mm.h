/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Address space of the program: VMAs, page faults, mmap and its relatives.
 *
 * Page faults of different VMAs do not meet: a fault finds its VMA under a short spin lock, then holds only that VMA's
 * lock for reading. Calls that change VMAs hold `mm.change` (one changer at a time) and the affected VMAs' locks for
 * writing (mm/vma.h). Nobody pins pages of the program: a kernel function that uses one through the direct map, by
 * mm_translate, sees what a program sees that races with munmap.
 */
#ifndef MM_MM_H
#define MM_MM_H

#include "lib/types.h"

struct file;
struct regs;
struct vma;

struct fault_result {
	int signal; /* 0: resolved; else SIGSEGV, SIGBUS */
	int code;   /* si_code: SEGV_MAPERR, SEGV_ACCERR, BUS_ADRERR */
};

enum fault_access {
	FAULT_READ,
	FAULT_WRITE,
	FAULT_EXEC,
};

void mm_init(void);
/** Resolve a fault at a program address. Interrupts on; may sleep. */
struct fault_result mm_fault(uint64_t address, enum fault_access access);

/*
 * As mmap(2) and relatives, Linux' semantics and errno values; PROT_, MAP_, MREMAP_ and MADV_ constants are Linux'.
 * `file` is borrowed (the VMA takes its own reference). They return an address or 0, or a negative errno.
 */
long mm_mmap(uint64_t address, uint64_t length, int prot, int flags, struct file *file, uint64_t offset);
long mm_munmap(uint64_t address, uint64_t length);
long mm_mprotect(uint64_t address, uint64_t length, int prot);
long mm_mremap(uint64_t address, uint64_t old_length, uint64_t new_length, int flags, uint64_t new_address);
long mm_madvise(uint64_t address, uint64_t length, int advice);
long mm_msync(uint64_t address, uint64_t length, int flags);
long mm_mincore(uint64_t address, uint64_t length, uint64_t vector);
/** mlock2(2), munlock(2): memory is never paged out, so locking only faults it in (unless `on_fault`) and is counted.
 */
long mm_mlock(uint64_t address, uint64_t length, bool lock, bool on_fault);
long mm_mlock_all(bool current, bool future, bool on_fault);
long mm_munlock_all(void);
/**
 * Memory whose pages, all of one size, are there from the start and never move (hermit/memory.h); `order`: of a page,
 * 0, HUGE_PAGE_ORDER, GIGANTIC_PAGE_ORDER; `node`: NODE_ANY or the only one. Its address, -EINVAL, -ENOMEM.
 */
long mm_allocate(uint64_t size, unsigned order, int node, bool contiguous);
/** Give it back, whole: 0, or -EINVAL where it is not what mm_allocate returned for that size. */
long mm_release(uint64_t address, uint64_t size);
/** brk(2): the new break, or the old one if it can't be had. */
uint64_t mm_brk(uint64_t address);
/** exec sets where the heap begins. */
void mm_set_brk_start(uint64_t address);

/* For file systems. These may sleep, and may be called with the inode's locks held, but with no spin lock. */

/** The file became shorter: pages of `inode` from `first_page` on are gone; unmap them, private copies too, from every
 * VMA. */
struct inode;
void mm_unmap_inode(struct inode *inode, uint64_t first_page);
/** Pages [first_page, end_page) were replaced by others (a hole, a copy of a root image's file): unmap them, but not
 * private copies. */
void mm_unmap_inode_range(struct inode *inode, uint64_t first_page, uint64_t end_page);
/**
 * Before dirty pages are written back: take the right to write them from every mapping, so that the next write asks
 * get_page again. Clear PAGE_F_DIRTY before this call, copy the contents out after it.
 */
void mm_protect_inode(struct inode *inode, uint64_t first_page, uint64_t end_page);

/** One VMA, for /proc/self/maps; fills `info` for the first VMA that ends above `address`; false when there is none. */
struct vma_info {
	uint64_t start, end, offset;
	int prot; /* PROT_* */
	bool shared;
	bool stack, heap, locked;
	struct file *file; /* a reference of the caller's, or NULL */
	uint64_t resident; /* bytes */
	uint64_t huge;     /* bytes of these in 2 MiB pages */
	uint64_t dirty;
};
bool mm_next_vma(uint64_t address, struct vma_info *info);

struct mm_stats {
	uint64_t mapped, resident, resident_peak, page_tables, locked, data, stack, text; /* bytes */
	uint64_t vmas;
};
void mm_stats(struct mm_stats *stats);

/** Physical address behind a program address, faulted in for `write`: for futexes on shared memory. 0 or -EFAULT. */
int mm_translate(uint64_t address, bool write, phys_t *phys);
/** Physical address that a program address is mapped to now; 0: to none. */
phys_t mm_physical(uint64_t address);

#endif
