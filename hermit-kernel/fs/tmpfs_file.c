/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Contents of tmpfs files.
 *
 * A page is, in this order: in `pages`; below `lower_pages`, then the image has it; else a hole. Readers and page
 * faults take only node->lock for the look-up and a reference to the page. What shrinks the file or writes to it holds
 * inode.lock as well; a fault must not take that one, since write(2) may copy from a mapping of the very file it writes
 * to.
 *
 * While nobody can write to a file, its pages in the image are mapped as they are. Before the first one who can (open
 * for writing, truncate) it is detached from the image: such mappings are undone, and later faults get pages of the
 * file's own, so that all mappings show what is written.
 */
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include "fs/tmpfs_internal.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"
#include "mm/user.h"
#include "sched/sched.h"

#define FILE_SIZE_MAX ((uint64_t)INT64_MAX & PAGE_MASK)
#define BATCH         64u /* pages freed under one hold of the lock */

static _Atomic uint64_t pages_used; /* over all mounts */

uint64_t tmpfs_bytes_used(void)
{
	return pages_used << PAGE_SHIFT;
}

static bool is_lower(const struct tmpfs_node *node, uint64_t index)
{
	return index < node->lower_pages;
}

/** The page in `pages`, with a reference, or NULL; `lower`: the image has it. */
static struct page *find_page(struct tmpfs_node *node, uint64_t index, bool *lower)
{
	spin_lock(&node->lock);
	struct page *page = radix_get(&node->pages, index);
	if (page)
		page_get(page);
	*lower = !page && is_lower(node, index);
	spin_unlock(&node->lock);
	return page;
}

/** One page more, if the mount's limit allows it. */
static bool charge(struct tmpfs *tmpfs)
{
	if (atomic_fetch_add(&tmpfs->pages, 1) < tmpfs->pages_max) {
		atomic_fetch_add(&pages_used, 1);
		return true;
	}
	atomic_fetch_sub(&tmpfs->pages, 1);
	return false;
}

static void uncharge(struct tmpfs *tmpfs, uint64_t pages)
{
	atomic_fetch_sub(&tmpfs->pages, pages);
	atomic_fetch_sub(&pages_used, pages);
}

static struct page *new_page(struct tmpfs_node *node, uint64_t index, bool lower)
{
	if (!charge(node->tmpfs))
		return NULL;
	struct page *page = page_alloc(0, lower ? 0 : PAGE_ZERO, NODE_ANY);
	if (!page) {
		uncharge(node->tmpfs, 1);
		return NULL;
	}
	if (lower) {
		struct erofs_page source;
		erofs_page(node->tmpfs->lower, node->lower, index, &source);
		memcpy(page_to_virt(page), source.bytes, source.valid);
		memset((char *)page_to_virt(page) + source.valid, 0, PAGE_SIZE - source.valid);
	}
	return page;
}

/**
 * The page in `pages`, made if it is not there; with a reference. `limit`: the page must lie below the size, which a
 * fault cannot hold still: -ENXIO. -ENOSPC.
 */
static int own_page(struct tmpfs_node *node, uint64_t index, bool limit, struct page **owned)
{
	bool lower;
	*owned = find_page(node, index, &lower);
	if (*owned)
		return 0;
	struct page *page = new_page(node, index, lower);
	if (!page)
		return -ENOSPC;
	spin_lock(&node->lock);
	int error = limit && index >= TMPFS_PAGES(node->inode.size) ? -ENXIO : radix_insert(&node->pages, index, page);
	*owned = error == -EEXIST ? radix_get(&node->pages, index) : page;
	if (!error || error == -EEXIST)
		page_get(*owned);
	spin_unlock(&node->lock);
	if (error) {
		page_put(page);
		uncharge(node->tmpfs, 1);
	}
	return error == -EEXIST ? 0 : error == -ENOMEM ? -ENOSPC : error;
}

static void detach(struct tmpfs_node *node)
{
	if (node->lower_pages && !atomic_exchange(&node->detached, true))
		mm_unmap_inode_range(&node->inode, 0, UINT64_MAX);
}

static int open(struct inode *inode, struct file *file)
{
	if ((file->flags & O_ACCMODE) != O_RDONLY)
		detach(tmpfs_node(inode));
	return 0;
}

static int get_page(struct inode *inode, uint64_t index, bool write, struct file_page *result)
{
	struct tmpfs_node *node = tmpfs_node(inode);
	struct page *page;
	bool lower;
	if (index >= TMPFS_PAGES(inode->size))
		return -ENXIO;
	page = find_page(node, index, &lower);
	if (!page && lower && !write && !atomic_load(&node->detached)) {
		struct erofs_page source;
		erofs_page(node->tmpfs->lower, node->lower, index, &source);
		if (source.whole) {
			*result = (struct file_page){.phys = virt_to_phys(source.bytes)};
			return 0;
		}
	}
	int error = page ? 0 : own_page(node, index, true, &page);
	if (error)
		return error;
	*result = (struct file_page){.phys = page_to_phys(page), .page = page, .writable = true};
	return 0;
}

/** Copy out what lies in one page; holes read as zeroes. */
static int read_page(struct tmpfs_node *node, char *to, uint64_t index, uint32_t offset, uint32_t size)
{
	bool lower;
	struct page *page = find_page(node, index, &lower);
	if (page) {
		int error = copy_fault(to, (char *)page_to_virt(page) + offset, size);
		page_put(page);
		return error;
	}
	if (!lower)
		return clear_fault(to, size);
	struct erofs_page source;
	erofs_page(node->tmpfs->lower, node->lower, index, &source);
	uint32_t valid = source.valid > offset ? min(source.valid - offset, size) : 0;
	int error = valid ? copy_fault(to, source.bytes + offset, valid) : 0;
	return error || valid == size ? error : clear_fault(to + valid, size - valid);
}

static ssize64_t read(struct file *file, void *to, size_t size, uint64_t position)
{
	struct tmpfs_node *node = tmpfs_node(file->inode);
	uint64_t end = node->inode.size;
	if (position >= end)
		return 0;
	size = min((uint64_t)size, end - position);
	size_t done = 0;
	while (done < size) {
		uint64_t at = position + done;
		uint32_t part = min(size - done, PAGE_SIZE - (at & ~PAGE_MASK));
		int error = read_page(node, (char *)to + done, at >> PAGE_SHIFT, at & ~PAGE_MASK, part);
		if (error)
			return done ? (ssize64_t)done : error;
		done += part;
	}
	return done;
}

static void set_size(struct tmpfs_node *node, uint64_t size)
{
	spin_lock(&node->lock);
	node->inode.size = size;
	spin_unlock(&node->lock);
}

/** Bytes that a failed copy left behind the end of the file must not show up when it grows. */
static void clear_beyond_end(struct tmpfs_node *node, struct page *page, uint64_t page_start)
{
	uint64_t size = node->inode.size;
	uint64_t from = size <= page_start ? 0 : min(size - page_start, PAGE_SIZE);
	memset((char *)page_to_virt(page) + from, 0, PAGE_SIZE - from);
}

static int write_page_locked(struct tmpfs_node *node, const char *from, uint64_t position, uint32_t size)
{
	struct page *page;
	int error = own_page(node, position >> PAGE_SHIFT, false, &page);
	if (error)
		return error;
	error = copy_fault((char *)page_to_virt(page) + (position & ~PAGE_MASK), from, size);
	if (error)
		clear_beyond_end(node, page, position & PAGE_MASK);
	else if (position + size > node->inode.size)
		set_size(node, position + size);
	page_put(page);
	return error;
}

/** Before bytes behind the end become part of the file: an image page at the end is replaced by one that is zero there.
 */
static int prepare_growth_locked(struct tmpfs_node *node, uint64_t position)
{
	uint64_t size = node->inode.size;
	struct page *page;
	if (position <= size || is_aligned(size, PAGE_SIZE) || !is_lower(node, size >> PAGE_SHIFT))
		return 0;
	int error = own_page(node, size >> PAGE_SHIFT, false, &page);
	if (!error)
		page_put(page);
	return error;
}

static ssize64_t write_locked(struct tmpfs_node *node, const char *from, size_t size, uint64_t position)
{
	size_t done = 0;
	int error = prepare_growth_locked(node, position);
	if (position > FILE_SIZE_MAX || size > FILE_SIZE_MAX - position)
		return -EFBIG;
	while (!error && done < size) {
		uint64_t at = position + done;
		uint32_t part = min(size - done, PAGE_SIZE - (at & ~PAGE_MASK));
		error = write_page_locked(node, from + done, at, part);
		if (!error)
			done += part;
		sched_yield_point();
	}
	return done ? (ssize64_t)done : error;
}

static ssize64_t write(struct file *file, const void *from, size_t size, uint64_t position)
{
	struct tmpfs_node *node = tmpfs_node(file->inode);
	if (size == 0)
		return 0;
	mutex_lock(&node->inode.lock);
	if (file->flags & O_APPEND)
		position = node->inode.size;
	ssize64_t done = write_locked(node, from, size, position);
	mutex_unlock(&node->inode.lock);
	if (done > 0)
		tmpfs_touch(node, true);
	return done;
}

/** Free the pages of [first, end). The caller has made sure that none are added there. */
static void drop_pages(struct tmpfs_node *node, uint64_t first, uint64_t end)
{
	struct page *batch[BATCH];
	unsigned count;
	uint64_t index = first;
	do {
		count = 0;
		spin_lock(&node->lock);
		while (count < BATCH && radix_next(&node->pages, &index) && index < end)
			batch[count++] = radix_remove(&node->pages, index++);
		spin_unlock(&node->lock);
		for (unsigned i = 0; i < count; i++)
			page_put(batch[i]);
		uncharge(node->tmpfs, count);
		sched_yield_point();
	} while (count == BATCH);
}

/** Zero a part of one page; holes stay holes. */
static int clear_part_locked(struct tmpfs_node *node, uint64_t position, uint64_t size)
{
	bool lower;
	struct page *page = find_page(node, position >> PAGE_SHIFT, &lower);
	if (!page && !lower)
		return 0;
	int error = page ? 0 : own_page(node, position >> PAGE_SHIFT, false, &page);
	if (error)
		return error;
	memset((char *)page_to_virt(page) + (position & ~PAGE_MASK), 0, size);
	page_put(page);
	return 0;
}

static int shrink_locked(struct tmpfs_node *node, uint64_t size)
{
	uint64_t kept = TMPFS_PAGES(size);
	if (!is_aligned(size, PAGE_SIZE)) {
		int error = clear_part_locked(node, size, PAGE_SIZE - (size & ~PAGE_MASK));
		if (error)
			return error;
	}
	spin_lock(&node->lock);
	node->inode.size = size;
	node->lower_pages = min(node->lower_pages, kept);
	spin_unlock(&node->lock);
	drop_pages(node, kept, UINT64_MAX);
	mm_unmap_inode(&node->inode, kept);
	return 0;
}

int tmpfs_file_resize(struct tmpfs_node *node, uint64_t size)
{
	uint64_t old = node->inode.size;
	if (size > FILE_SIZE_MAX)
		return -EFBIG;
	detach(node);
	if (size < old)
		return shrink_locked(node, size);
	int error = prepare_growth_locked(node, size);
	if (!error)
		set_size(node, size);
	return error;
}

void tmpfs_file_free(struct tmpfs_node *node)
{
	drop_pages(node, 0, UINT64_MAX);
}

/** Whole pages of [first, end) become holes; where the image would show through, zero pages. */
static int punch_pages_locked(struct tmpfs_node *node, uint64_t first, uint64_t end)
{
	int error = 0;
	uint64_t index = first;
	for (; !error && index < end && is_lower(node, index); index++)
		error = clear_part_locked(node, index << PAGE_SHIFT, PAGE_SIZE);
	if (!error && index < end) {
		drop_pages(node, index, end);
		mm_unmap_inode_range(&node->inode, index, end);
	}
	return error;
}

static int punch_hole_locked(struct tmpfs_node *node, uint64_t offset, uint64_t end)
{
	uint64_t first = align_up(offset, PAGE_SIZE), last = align_down(end, PAGE_SIZE);
	int error = 0;
	if (first > last) /* within one page */
		return clear_part_locked(node, offset, end - offset);
	if (offset < first)
		error = clear_part_locked(node, offset, first - offset);
	if (!error && end > last)
		error = clear_part_locked(node, last, end - last);
	return error ? error : punch_pages_locked(node, first >> PAGE_SHIFT, last >> PAGE_SHIFT);
}

static int allocate_locked(struct tmpfs_node *node, uint64_t offset, uint64_t end, bool keep_size)
{
	for (uint64_t index = offset >> PAGE_SHIFT; index < TMPFS_PAGES(end); index++) {
		bool lower;
		struct page *page = find_page(node, index, &lower);
		int error = page || lower ? 0 : own_page(node, index, false, &page);
		if (error)
			return error;
		if (page)
			page_put(page);
		sched_yield_point();
	}
	int error = keep_size ? 0 : prepare_growth_locked(node, end);
	if (!error && !keep_size && end > node->inode.size)
		set_size(node, end);
	return error;
}

static int allocate(struct file *file, int mode, uint64_t offset, uint64_t length)
{
	struct tmpfs_node *node = tmpfs_node(file->inode);
	int error;
	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE))
		return -EOPNOTSUPP;
	if (length > FILE_SIZE_MAX || offset > FILE_SIZE_MAX - length)
		return -EFBIG;
	mutex_lock(&node->inode.lock);
	if (mode & FALLOC_FL_PUNCH_HOLE)
		error = punch_hole_locked(node, offset, offset + length);
	else
		error = allocate_locked(node, offset, offset + length, mode & FALLOC_FL_KEEP_SIZE);
	mutex_unlock(&node->inode.lock);
	if (!error)
		tmpfs_touch(node, true);
	return error;
}

static bool has_data_locked(struct tmpfs_node *node, uint64_t index)
{
	return is_lower(node, index) || radix_get(&node->pages, index);
}

static uint64_t next_data_locked(struct tmpfs_node *node, uint64_t index)
{
	if (is_lower(node, index))
		return index;
	return radix_next(&node->pages, &index) ? index : UINT64_MAX >> PAGE_SHIFT;
}

static ssize64_t seek(struct file *file, int64_t offset, int whence)
{
	struct tmpfs_node *node = tmpfs_node(file->inode);
	spin_lock(&node->lock);
	uint64_t size = node->inode.size, index = (uint64_t)offset >> PAGE_SHIFT;
	if (offset < 0 || (uint64_t)offset >= size) {
		spin_unlock(&node->lock);
		return -ENXIO;
	}
	if (whence == SEEK_DATA)
		index = next_data_locked(node, index);
	else
		while (index < TMPFS_PAGES(size) && has_data_locked(node, index))
			index++;
	spin_unlock(&node->lock);
	uint64_t found = max((uint64_t)offset, index << PAGE_SHIFT);
	if (whence == SEEK_DATA)
		return found < size ? (ssize64_t)found : -ENXIO;
	return min(found, size);
}

const struct inode_ops tmpfs_file_ops = {
	.get_attributes = tmpfs_get_attributes,
	.set_attributes = tmpfs_set_attributes,
	.open = open,
	.get_page = get_page,
	.release = tmpfs_release,
};

const struct file_ops tmpfs_open_ops = {
	.read = read,
	.write = write,
	.fallocate = allocate,
	.seek = seek,
};
