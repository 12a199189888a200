/* SPDX-License-Identifier: BSD-3-Clause */
/* Page faults: from the address to the VMA, its rights, and the answer to the program. */
#include "mm/fault.h"

#include <asm/siginfo.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/mman.h>
#include "lib/log.h"
#include "sched/rlimit.h"
#include "sched/thread.h"

#define STACK_GUARD_GAP MIB(1) /* between a growing stack and what lies below it, as Linux' stack_guard_gap */
#define RECLAIM_TRIES   8      /* others may take what was reclaimed */

struct page *fault_page_alloc(const struct vma *vma, uint64_t address, unsigned order, unsigned flags)
{
	uint64_t only;
	bool urgent = vma->file || vma->flags & (VMA_STACK | VMA_NO_HUGE);
	int node = policy_choose(vma, address, order, &only);
	flags |= PAGE_PROGRAM | PAGE_QUIET | (urgent ? PAGE_URGENT : 0);
	struct page *page = page_alloc(order, flags | (only ? PAGE_THISNODE : 0), node);
	for (; !page && only; only &= only - 1)
		page = page_alloc(order, flags | PAGE_THISNODE, __builtin_ctzll(only));
	return page;
}

bool fault_entry_replace(pte_t *entry, uint64_t before, uint64_t after)
{
	if (!atomic_compare_exchange_strong(entry, &before, after))
		return false;
	int64_t change = (int64_t)pt_resident(after) - (int64_t)pt_resident(before);
	if (change)
		atomic_fetch_add_explicit(&mm.resident_pages, change / (int64_t)PAGE_SIZE, memory_order_relaxed);
	return true;
}

/** Memory of a device: never counted, never freed. */
int fault_physical(struct vma *vma, uint64_t address)
{
	uint64_t value = ((address + vma->shift) & PTE_ADDRESS) |
			 pt_rights((int)(vma->flags & VMA_PROT_MASK), vma->flags & VMA_WRITE);
	if (vma->flags & VMA_UNCACHED)
		value |= PTE_CD | PTE_WT;
	pte_t *directory_entry = pt_directory_entry(address, true);
	pte_t *entry = directory_entry ? pt_page_entry(directory_entry, address, true) : NULL;
	if (!entry)
		return -ENOMEM;
	uint64_t before = atomic_load(entry);
	return fault_entry_replace(entry, before, value) ? 0 : -EAGAIN;
}

/** On x86 everything that is not PROT_NONE can be read. */
static bool access_allowed(const struct vma *vma, enum fault_access access)
{
	static const uint32_t needed[] = {
		[FAULT_READ] = VMA_PROT_MASK, [FAULT_WRITE] = VMA_WRITE, [FAULT_EXEC] = VMA_EXEC};
	return vma->flags & needed[access];
}

/** Extend the stack above the address down to it, if it may grow so far. The fault may come from somebody with a file
 * system's locks. */
static bool stack_grow(uint64_t address)
{
	if (!mm_change_begin_limited())
		return false;
	struct vma *stack = vma_find(address);
	bool grown = stack && stack->flags & VMA_STACK;
	if (grown && stack->start > address) {
		const struct vma *below = vma_prev(stack);
		uint64_t start = align_down(address, PAGE_SIZE);
		grown = stack->end - start <= rlimit_get(RLIMIT_STACK) &&
			(!below || start - below->end >= STACK_GUARD_GAP) && start >= MM_LOWEST;
		if (grown)
			vma_set_start(stack, start);
	}
	mm_change_end();
	return grown;
}

/** May the address belong to a stack that has to grow? Only a hint. */
static bool stack_is_above(uint64_t address)
{
	struct vma *vma = vma_read_lock_above(address);
	bool stack = vma && vma->flags & VMA_STACK;
	if (vma)
		vma_read_unlock(vma);
	return stack;
}

int fault_in_vma(struct vma *vma, uint64_t address, enum fault_access access)
{
	if (!access_allowed(vma, access))
		return -EACCES;
	if (vma->flags & VMA_PHYSICAL)
		return fault_physical(vma, address);
	return vma->file ? fault_file(vma, address, access == FAULT_WRITE)
			 : fault_anon(vma, address, access == FAULT_WRITE);
}

static int fault_once(uint64_t address, enum fault_access access)
{
	struct vma *vma = vma_read_lock(address);
	if (!vma)
		return stack_is_above(address) && stack_grow(address) ? -EAGAIN : -EFAULT;
	int result = fault_in_vma(vma, address, access);
	vma_read_unlock(vma);
	return result;
}

int fault_resolve(uint64_t address, enum fault_access access)
{
	for (unsigned tries = 0;;) {
		int result = fault_once(address, access);
		if (result == -EAGAIN)
			continue;
		if (result != -ENOMEM || ++tries > RECLAIM_TRIES || !page_reclaim(FAULT_RECLAIM_PAGES))
			return result;
	}
}

static void log_fault_error(uint64_t address, int error)
{
	static _Atomic uint32_t count;
	if (error == -ENXIO || atomic_fetch_add(&count, 1) >= 16)
		return; /* beyond the end of a file: the program's affair */
	if (error == -ENOMEM)
		log_line("out of memory: no page for address %#lx, %lu of %lu KiB are free; SIGBUS",
			(unsigned long)address, (unsigned long)page_free_count() * 4,
			(unsigned long)page_total_count() * 4);
	else
		log_line("page fault at %#lx: the file answers errno %d; SIGBUS", (unsigned long)address, -error);
}

struct fault_result mm_fault(uint64_t address, enum fault_access access)
{
	struct thread *thread = thread_current();
	atomic_fetch_add_explicit(&thread->faults_minor, 1, memory_order_relaxed);
	int error = fault_resolve(address, access);
	switch (error) {
	case 0:
		return (struct fault_result){0, 0};
	case -EFAULT:
		return (struct fault_result){SIGSEGV, SEGV_MAPERR};
	case -EACCES:
		return (struct fault_result){SIGSEGV, SEGV_ACCERR};
	default:
		log_fault_error(address, error);
		return (struct fault_result){SIGBUS, BUS_ADRERR};
	}
}

static phys_t physical_of(uint64_t entry, uint64_t size, uint64_t address)
{
	return (entry & PTE_ADDRESS & ~(size - 1)) + (address & (size - 1));
}

phys_t mm_physical(uint64_t address)
{
	uint64_t size, entry = 0;
	struct vma *vma = address < USER_END ? vma_read_lock(address) : NULL;
	if (vma) {
		entry = pt_lookup(address, &size);
		vma_read_unlock(vma);
	}
	return entry & PTE_PRESENT ? physical_of(entry, size, address) : 0;
}

int mm_translate(uint64_t address, bool write, phys_t *phys)
{
	uint64_t needed = PTE_PRESENT | (write ? PTE_WRITE : 0), size;
	if (address >= USER_END)
		return -EFAULT;
	for (;;) {
		struct vma *vma = vma_read_lock(address);
		uint64_t entry = vma ? pt_lookup(address, &size) : 0;
		if (vma)
			vma_read_unlock(vma);
		if ((entry & needed) == needed) {
			*phys = physical_of(entry, size, address);
			return 0;
		}
		if (fault_resolve(address, write ? FAULT_WRITE : FAULT_READ))
			return -EFAULT;
	}
}
