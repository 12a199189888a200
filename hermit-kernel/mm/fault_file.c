/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Faults on files. Pages of a file are mapped as they are; a private mapping never gets the right to write them: the
 * first write makes a copy, which is the mapping's own from then on. A shared mapping gets it once the file system was
 * told (get_page with `write`), so it knows which pages it must write back.
 *
 * Truncation: the file system first makes the file shorter, then has its pages unmapped (mm/inode.c), which begins by
 * changing vma->truncations. A fault reads that, asks for the page, maps it, and reads again: either it notices, and
 * takes the page out again, or its entry was there before the unmapping walked by.
 */
#include <linux/errno.h>
#include "fs/file.h"
#include "lib/string.h"
#include "mm/fault.h"

#define AROUND_PAGES 16 /* mapped at once, where the file lies in memory anyway */

static pte_t *page_entry(uint64_t address)
{
	pte_t *directory_entry = pt_directory_entry(address, true);
	return directory_entry ? pt_page_entry(directory_entry, address, true) : NULL;
}

static uint64_t file_index(const struct vma *vma, uint64_t address)
{
	return (address + vma->shift) >> PAGE_SHIFT;
}

static int page_get_from(const struct vma *vma, uint64_t address, bool write, struct file_page *page)
{
	struct inode *inode = vma->file->inode;
	return inode->ops->get_page(inode, file_index(vma, address), write, page);
}

static void file_page_put(const struct file_page *page)
{
	if (page->page)
		page_put(page->page);
}

/** Entry for the page itself. */
static uint64_t file_value(const struct vma *vma, const struct file_page *page)
{
	bool write = vma->flags & VMA_SHARED && vma->flags & VMA_WRITE && page->writable;
	return page->phys | (page->page ? PTE_FILE : PTE_IMAGE) | pt_rights((int)(vma->flags & VMA_PROT_MASK), write);
}

/** After a replaced entry: other cores may use the old page still, so it is dropped behind the flush. */
static void entry_replaced(uint64_t before, uint64_t address)
{
	if (before & PTE_PRESENT)
		tlb_flush_page(address);
	if (before & PTE_FILE)
		page_put(page_from_phys(before & PTE_ADDRESS));
}

/* ---- neighbours ---- */

struct window {
	uint64_t start, end;
};

static struct window window_around(const struct vma *vma, uint64_t address)
{
	uint64_t size = AROUND_PAGES * PAGE_SIZE, start = align_down(address, size);
	return (struct window){max(start, vma->start), min(start + size, vma->end)};
}

/** Map what lies around a page of the root image, at most to the ends of the VMA and of the table. Failing is fine. */
static void fault_around(const struct vma *vma, struct window window, uint64_t address, pte_t *entry)
{
	for (uint64_t at = window.start; at < window.end; at += PAGE_SIZE) {
		struct file_page page;
		pte_t *neighbour = entry + ((int64_t)(at - address) >> PAGE_SHIFT);
		if (atomic_load(neighbour) || page_get_from(vma, at, false, &page))
			continue;
		if (page.page || !fault_entry_replace(neighbour, 0, file_value(vma, &page)))
			file_page_put(&page);
	}
}

/** Take back what was mapped while the file was truncated. */
static int undo(struct window window)
{
	struct pt_gather gather;
	pt_gather_init(&gather);
	pt_unmap_files(&gather, window.start, window.end);
	pt_gather_flush(&gather);
	return -EAGAIN;
}

/* ---- copy on write ---- */

static int fault_copy(struct vma *vma, uint64_t address, pte_t *entry)
{
	struct file_page original;
	uint32_t truncations = atomic_load(&vma->truncations);
	uint64_t before = atomic_load(entry);
	if (before & PTE_ANON)
		return 0; /* copied meanwhile; mprotect makes copies writable at once */
	int error = page_get_from(vma, address, false, &original);
	if (error)
		return error;
	struct page *copy = fault_page_alloc(vma, address, 0, 0);
	if (!copy) {
		file_page_put(&original);
		return -ENOMEM;
	}
	memcpy(page_to_virt(copy), phys_to_virt(original.phys), PAGE_SIZE);
	file_page_put(&original);
	uint64_t value = page_to_phys(copy) | PTE_ANON | pt_rights((int)(vma->flags & VMA_PROT_MASK), true);
	/* The file was there when the fault began: as on Linux a copy outlives truncation unless that finds it. */
	if (atomic_load(&vma->truncations) != truncations || !fault_entry_replace(entry, before, value)) {
		page_put(copy);
		return -EAGAIN;
	}
	entry_replaced(before, address);
	return 0;
}

/* ---- mapping a page of the file ---- */

/*
 * What can be written will be, in private mappings of the root image: initialised data, the JVM's class data archive,
 * which it relocates word by word. They are copied when they are first read, which saves the second fault and its
 * shoot-down.
 */
static int fault_map(struct vma *vma, uint64_t address, pte_t *entry, bool write)
{
	struct file_page page;
	uint32_t truncations = atomic_load(&vma->truncations);
	uint64_t before = atomic_load(entry);
	int error = page_get_from(vma, address, write, &page);
	if (error)
		return error;
	if (!page.page && vma->flags & VMA_WRITE && !(vma->flags & VMA_SHARED))
		return fault_copy(vma, address, entry);
	uint64_t value = file_value(vma, &page);
	if (write && !(value & PTE_WRITE)) { /* a file system that lets nobody write its pages */
		file_page_put(&page);
		return -EACCES;
	}
	if (before == value || !fault_entry_replace(entry, before, value)) {
		file_page_put(&page);
		return before == value ? 0 : -EAGAIN;
	}
	entry_replaced(before, address);
	struct window window = window_around(vma, address);
	if (!page.page)
		fault_around(vma, window, address, entry);
	return atomic_load(&vma->truncations) == truncations ? 0 : undo(window);
}

int fault_file(struct vma *vma, uint64_t address, bool write)
{
	pte_t *entry = page_entry(address);
	if (!entry)
		return -ENOMEM;
	uint64_t before = atomic_load(entry);
	if (before & PTE_PRESENT && (!write || before & PTE_WRITE))
		return 0; /* somebody else resolved it */
	address = align_down(address, PAGE_SIZE);
	return write && !(vma->flags & VMA_SHARED) ? fault_copy(vma, address, entry)
						   : fault_map(vma, address, entry, write);
}
