/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Pages of mapped files.
 *
 * A page is in one of these states, by its flags, under node->lock:
 *   being read   in the tree without PAGE_F_UPTODATE: one thread reads it, others wait at page_filled;
 *   clean        PAGE_F_UPTODATE;
 *   dirty        PAGE_F_DIRTY too: some shared mapping may write it (get_page with `write`).
 *
 * Writing back makes a page clean first, then takes the right to write it from all mappings, then sends it: whoever
 * writes it from then on faults, and makes it dirty again. The tree holds one reference of each page, each mapping
 * another.
 */
#include <asm-generic/fcntl.h>
#include <linux/errno.h>
#include "fs/ninep_node.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/mm.h"
#include "mm/page.h"

#define WINDOW_PAGES 32u  /* read around a fault: 128 KiB, aligned */
#define RUN_MAX      128u /* pages of one message */
#define EVICT_PAGES  64u  /* unmapped at a time when memory is short */

#define PAGES_OF(size) (((size) + PAGE_SIZE - 1) >> PAGE_SHIFT)

/** Neighbouring pages that travel in one message; a reference of each. */
struct run {
	uint64_t first;
	unsigned count;
	struct page *pages[RUN_MAX];
	struct io_segment segments[RUN_MAX];
};

static unsigned run_limit(const struct ninep_node *node)
{
	return min(RUN_MAX, max(node->mount->client.data_max / (uint32_t)PAGE_SIZE, 1u));
}

static void run_make_segments(struct run *run)
{
	for (unsigned i = 0; i < run->count; i++)
		run->segments[i] = (struct io_segment){page_to_phys(run->pages[i]), PAGE_SIZE};
}

static void run_put(struct run *run)
{
	for (unsigned i = 0; i < run->count; i++)
		page_put(run->pages[i]);
}

/** Take a page out of the tree; under node->lock. */
static void page_remove_locked(struct ninep_node *node, uint64_t index)
{
	struct page *page = radix_remove(&node->pages, index);
	if (page->flags & PAGE_F_DIRTY)
		node->dirty--;
	page->flags &= (uint8_t) ~(PAGE_F_DIRTY | PAGE_F_UPTODATE);
	page_put(page);
}

/* Reading */

/** Which pages to read for a fault at `index`: the aligned window around it; more where the file is read through. Under
 * node->lock. */
static void fill_choose_locked(struct ninep_node *node, uint64_t index, uint64_t *first, uint64_t *end)
{
	uint64_t floor = align_down(index, (uint64_t)WINDOW_PAGES), limit = run_limit(node);
	*first = index;
	while (*first > floor && index - *first + 1 < limit && !radix_get(&node->pages, *first - 1))
		(*first)--;
	bool sequential = *first && radix_get(&node->pages, *first - 1);
	*end = min(min(sequential ? *first + limit : floor + WINDOW_PAGES, *first + limit), PAGES_OF(node->inode.size));
}

/** Put pages that are to be read into the tree, up to the first that is there already. */
static int fill_reserve(struct ninep_node *node, uint64_t index, struct run *run)
{
	uint64_t end;
	spin_lock(&node->lock);
	if (!node->pages.count)
		node->cached = node->attributes;
	fill_choose_locked(node, index, &run->first, &end);
	spin_unlock(&node->lock);
	for (run->count = 0; run->first + run->count < end; run->count++) {
		uint64_t at = run->first + run->count;
		struct page *page = page_alloc(0, PAGE_QUIET | PAGE_PROGRAM | PAGE_URGENT, NODE_ANY);
		if (!page)
			break; /* -ENOMEM makes the fault handler reclaim, which cannot be done from here: it holds a
				  VMA */
		page->flags &= (uint8_t) ~(PAGE_F_DIRTY | PAGE_F_UPTODATE);
		page->index = at;
		spin_lock(&node->lock);
		int error = radix_insert(&node->pages, at, page);
		if (!error)
			page_get(page);
		spin_unlock(&node->lock);
		if (error) {
			page_put(page);
			break;
		}
		run->pages[run->count] = page;
	}
	return run->count ? 0 : -ENOMEM;
}

/** The pages were read, or not: tell those who wait. */
static void fill_finish(struct ninep_node *node, struct run *run, ssize64_t got)
{
	for (unsigned i = 0; got >= 0 && i < run->count; i++) { /* zeroes behind the end */
		uint64_t start = i * PAGE_SIZE;
		uint64_t valid = (uint64_t)got > start ? min((uint64_t)got - start, PAGE_SIZE) : 0;
		memset((uint8_t *)page_to_virt(run->pages[i]) + valid, 0, PAGE_SIZE - valid);
	}
	spin_lock(&node->lock);
	for (unsigned i = 0; i < run->count; i++) {
		if (radix_get(&node->pages, run->first + i) != run->pages[i])
			continue; /* truncated meanwhile */
		if (got >= 0)
			run->pages[i]->flags |= PAGE_F_UPTODATE;
		else
			page_remove_locked(node, run->first + i);
	}
	spin_unlock(&node->lock);
	waitq_wake_all(&node->page_filled, 0);
}

static ssize64_t fill_read(struct ninep_node *node, struct run *run)
{
	struct ninep_fid *fid = ninep_node_open_fid(node, O_RDONLY);
	if (!fid)
		return -EIO;
	run_make_segments(run);
	ssize64_t got =
		ninep_read(fid, run->first << PAGE_SHIFT, (struct ninep_data){run->segments, run->count}, false);
	ninep_fid_put(fid);
	return got;
}

/** Read the page and its neighbours, unless another thread has begun to. */
static int fill(struct ninep_node *node, uint64_t index)
{
	struct run *run = heap_alloc(sizeof(*run));
	if (!run)
		return -ENOMEM;
	int error = fill_reserve(node, index, run);
	if (!error) {
		ssize64_t got = fill_read(node, run);
		fill_finish(node, run, got);
		run_put(run);
		error = got < 0 ? (int)got : 0;
	}
	heap_free(run);
	return error;
}

static bool page_being_read(struct ninep_node *node, uint64_t index)
{
	spin_lock(&node->lock);
	struct page *page = radix_get(&node->pages, index);
	bool reading = page && !(page->flags & PAGE_F_UPTODATE);
	spin_unlock(&node->lock);
	return reading;
}

/** The page if it is there and read, with a reference. */
static struct page *page_find(struct ninep_node *node, uint64_t index, bool write)
{
	spin_lock(&node->lock);
	struct page *page = radix_get(&node->pages, index);
	if (page && (!(page->flags & PAGE_F_UPTODATE) || index >= PAGES_OF(node->inode.size)))
		page = NULL;
	if (page && write && !(page->flags & PAGE_F_DIRTY)) {
		page->flags |= PAGE_F_DIRTY;
		node->dirty++;
	}
	if (page)
		page_get(page);
	spin_unlock(&node->lock);
	return page;
}

int ninep_get_page(struct inode *inode, uint64_t index, bool write, struct file_page *result)
{
	struct ninep_node *node = ninep_node_of(inode);
	struct page *page;
	while (!(page = page_find(node, index, write))) {
		if (index >= PAGES_OF(inode->size)) { /* has the file grown on the host? */
			int error = ninep_node_refresh(node);
			if (error || index >= PAGES_OF(inode->size))
				return error ? error : -ENXIO;
		}
		int error = page_being_read(node, index) ? 0 : fill(node, index);
		if (error)
			return error;
		wait_event(&node->page_filled, !page_being_read(node, index));
	}
	*result = (struct file_page){.phys = page_to_phys(page), .page = page, .writable = write};
	return 0;
}

/* Writing back */

/** The next dirty pages in [*index, end) that lie side by side become clean; false: there are none. */
static bool run_take_dirty(struct ninep_node *node, uint64_t *index, uint64_t end, struct run *run)
{
	struct page *page;
	unsigned limit = run_limit(node);
	run->count = 0;
	spin_lock(&node->lock);
	for (; run->count < limit && (page = radix_next(&node->pages, index)) && *index < end; (*index)++) {
		if (run->count && *index != run->first + run->count)
			break;
		if (!(page->flags & PAGE_F_DIRTY)) {
			if (run->count)
				break;
			continue;
		}
		if (!run->count)
			run->first = *index;
		page->flags &= (uint8_t)~PAGE_F_DIRTY;
		node->dirty--;
		page_get(page);
		run->pages[run->count++] = page;
	}
	spin_unlock(&node->lock);
	return run->count;
}

static void run_mark_dirty(struct ninep_node *node, struct run *run)
{
	spin_lock(&node->lock);
	for (unsigned i = 0; i < run->count; i++) {
		struct page *page = run->pages[i];
		if (radix_get(&node->pages, run->first + i) != page || page->flags & PAGE_F_DIRTY)
			continue;
		page->flags |= PAGE_F_DIRTY;
		node->dirty++;
	}
	spin_unlock(&node->lock);
}

/** Send the run up to the file's end; short writes go on. */
static int run_write(struct ninep_node *node, struct run *run, struct ninep_fid *fid)
{
	uint64_t start = run->first << PAGE_SHIFT, size = node->inode.size;
	if (size <= start)
		return 0;
	uint64_t left = min(size - start, (uint64_t)run->count * PAGE_SIZE);
	run_make_segments(run);
	unsigned at = 0;
	run->segments[PAGES_OF(left) - 1].size -= (uint32_t)(PAGES_OF(left) * PAGE_SIZE - left);
	while (left) {
		struct ninep_data data = {run->segments + at, (unsigned)PAGES_OF(left)};
		ssize64_t put = ninep_write(fid, start + (uint64_t)at * PAGE_SIZE, data, false);
		if (put < 0)
			return (int)put;
		/* go on at the page that was written in part: the start of a page is where a segment begins */
		uint64_t whole = (uint64_t)put == left ? left : align_down((uint64_t)put, PAGE_SIZE);
		if (!whole)
			return -EIO;
		at += (unsigned)(whole / PAGE_SIZE);
		left -= whole;
	}
	return 0;
}

static int run_write_back(struct ninep_node *node, struct run *run, struct ninep_fid *fid)
{
	mm_protect_inode(&node->inode, run->first, run->first + run->count);
	int error = run_write(node, run, fid);
	if (error)
		run_mark_dirty(node, run);
	run_put(run);
	return error;
}

int ninep_pages_write_back(struct ninep_node *node, uint64_t start, uint64_t end)
{
	if (!node->dirty)
		return 0;
	struct ninep_fid *fid = ninep_node_open_fid(node, O_WRONLY);
	struct run *run = heap_alloc(sizeof(*run));
	int error = !run ? -ENOMEM : !fid ? -EIO : 0;
	uint64_t index = start >> PAGE_SHIFT, end_index = end > UINT64_MAX - PAGE_SIZE ? UINT64_MAX : PAGES_OF(end);
	while (!error && run_take_dirty(node, &index, end_index, run))
		error = run_write_back(node, run, fid);
	heap_free(run);
	ninep_fid_put(fid);
	return error;
}

/* Keeping in step with the server */

void ninep_pages_update(struct ninep_node *node, uint64_t position, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;
	while (size && node->pages.count) {
		uint64_t index = position >> PAGE_SHIFT, offset = position & ~PAGE_MASK;
		size_t part = min(size, (size_t)(PAGE_SIZE - offset));
		/* a page that is being read may have been read before the write: then it is wrong */
		wait_event(&node->page_filled, !page_being_read(node, index));
		struct page *page = page_find(node, index, false);
		if (page) {
			memcpy((uint8_t *)page_to_virt(page) + offset, from, part);
			page_put(page);
		}
		position += part;
		from += part;
		size -= part;
	}
}

static void zero_tail(struct ninep_node *node, uint64_t size)
{
	if (is_aligned(size, PAGE_SIZE))
		return;
	wait_event(&node->page_filled, !page_being_read(node, size >> PAGE_SHIFT));
	struct page *page = page_find(node, size >> PAGE_SHIFT, false);
	if (!page)
		return;
	memset((uint8_t *)page_to_virt(page) + (size & ~PAGE_MASK), 0, PAGE_SIZE - (size & ~PAGE_MASK));
	page_put(page);
}

void ninep_pages_truncate(struct ninep_node *node, uint64_t size)
{
	uint64_t index = PAGES_OF(size);
	spin_lock(&node->lock);
	bool shorter = size < node->inode.size;
	atomic_store(&node->inode.size, size);
	node->attributes.size = size;
	while (radix_next(&node->pages, &index))
		page_remove_locked(node, index);
	spin_unlock(&node->lock);
	waitq_wake_all(&node->page_filled, 0);
	if (!shorter)
		return;
	zero_tail(node, size);
	mm_unmap_inode(&node->inode, PAGES_OF(size));
}

/** Take the clean pages of [index, end) that nobody maps, or (`mapped`) all clean ones, out of the tree. How many. */
static uint64_t drop_clean(struct ninep_node *node, uint64_t index, uint64_t end, bool mapped)
{
	uint64_t dropped = 0;
	struct page *page;
	spin_lock(&node->lock);
	for (; (page = radix_next(&node->pages, &index)) && index < end; index++) {
		bool clean = (page->flags & (PAGE_F_UPTODATE | PAGE_F_DIRTY)) == PAGE_F_UPTODATE;
		if (!clean || (!mapped && atomic_load(&page->refs) != 1))
			continue;
		page_remove_locked(node, index);
		dropped++;
	}
	spin_unlock(&node->lock);
	return dropped;
}

static bool same_time(const struct ninep_time *a, const struct ninep_time *b)
{
	return a->seconds == b->seconds && a->nanoseconds == b->nanoseconds;
}

/** Is the file still what it was when its pages were read, as far as one can tell? */
static bool pages_current(struct ninep_node *node)
{
	spin_lock(&node->lock);
	const struct ninep_attributes *now = &node->attributes, *then = &node->cached;
	bool same = now->size == then->size && same_time(&now->modified, &then->modified) &&
		    now->qid.version == then->qid.version;
	spin_unlock(&node->lock);
	return same;
}

void ninep_pages_revalidate(struct ninep_node *node)
{
	mutex_lock(&node->write_lock);
	int error = ninep_pages_write_back(node, 0, UINT64_MAX);
	if (!error)
		error = ninep_node_refresh(node);
	if (!error && !pages_current(node)) {
		drop_clean(node, 0, UINT64_MAX, true);
		spin_lock(&node->lock);
		node->cached = node->attributes;
		spin_unlock(&node->lock);
		mm_unmap_inode_range(&node->inode, 0, UINT64_MAX);
	}
	mutex_unlock(&node->write_lock);
}

uint64_t ninep_pages_free(struct ninep_node *node)
{
	uint64_t index = 0, count = node->pages.count;
	spin_lock(&node->lock);
	while (radix_next(&node->pages, &index))
		page_remove_locked(node, index);
	spin_unlock(&node->lock);
	radix_clear(&node->pages);
	return count;
}

uint64_t ninep_pages_shrink(struct ninep_node *node)
{
	return drop_clean(node, 0, UINT64_MAX, false);
}

/** The next page at or above *index; false: none. */
static bool next_page(struct ninep_node *node, uint64_t *index)
{
	spin_lock(&node->lock);
	bool found = radix_next(&node->pages, index);
	spin_unlock(&node->lock);
	return found;
}

uint64_t ninep_pages_evict(struct ninep_node *node, uint64_t *index, uint64_t wanted)
{
	uint64_t freed = 0;
	while (freed < wanted && next_page(node, index)) {
		uint64_t end = *index + EVICT_PAGES;
		mm_unmap_inode_range(&node->inode, *index, end);
		freed += drop_clean(node, *index, end, false);
		*index = end;
	}
	return freed;
}
