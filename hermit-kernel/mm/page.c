/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Page allocator: NUMA nodes made of spans (mm/buddy.h), and per core a stack of single pages.
 *
 * Each usable region of the memory map becomes a span, whose metadata (array of struct page, bitmaps) are carved from
 * its own beginning; the rest is free. Neither is written at boot but for the bitmaps, where memory did not come
 * zeroed.
 *
 * A core's stack holds only pages of its own node, and is used with interrupts off; batches move between it and the
 * node under the node's lock.
 */
#include "mm/page.h"

#include "lib/log.h"
#include "lib/string.h"
#include "mm/buddy.h"
#include "sched/core.h"

#define LOWEST_MANAGED  MIB(1) /* below: firmware's habits and the start-up code of other cores */
#define SPAN_MIN        KIB(256)
#define RECLAIMERS_MAX  8
#define FIRMWARE_MARGIN MIB(16) /* firmware works in the lowest and in the topmost 16 MiB below 4 GiB */

struct node {
	struct spinlock lock; /* interrupts off */
	struct span *spans;
	uint64_t total_pages;
	_Atomic uint64_t free_pages; /* in spans, not in cores' stacks; written under the lock */
};

struct page_stack {
	struct page *top; /* linked through `private` */
	_Atomic uint32_t count;
} __attribute__((aligned(64)));

static struct node nodes[NODES_MAX];
static unsigned node_count = 1;
static struct span *spans[MEMORY_REGIONS_MAX]; /* by address */
static unsigned span_count;
static struct page_stack stacks[CORES_MAX];
static unsigned stack_max, stack_batch;
static uint64_t total_pages, reserve_pages;
static uint64_t (*reclaimers[RECLAIMERS_MAX])(uint64_t pages);
static unsigned reclaimer_count;

unsigned nodes_count(void)
{
	return node_count;
}

static struct span *span_find(phys_t phys)
{
	unsigned low = 0, high = span_count;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		if (phys < spans[middle]->low)
			high = middle;
		else if (phys >= spans[middle]->end)
			low = middle + 1;
		else
			return spans[middle];
	}
	return NULL;
}

phys_t page_to_phys(const struct page *page)
{
	/* A span's array of pages lies in the span's own memory. */
	const struct span *span = span_find(virt_to_phys(page));
	return span->start + ((uint64_t)(page - span->pages) << PAGE_SHIFT);
}

struct page *page_from_phys(phys_t phys)
{
	const struct span *span = span_find(phys);
	return span && phys >= span->start ? &span->pages[(phys - span->start) >> PAGE_SHIFT] : NULL;
}

/* ---- boot ---- */

/** The part of a region that firmware surely left alone: only there "came zeroed" is believed. */
static void trusted_range(const struct memory_region *region, phys_t *start, phys_t *end)
{
	*start = max(region->start, (phys_t)FIRMWARE_MARGIN);
	*end = region->end <= GIB(4) ? region->end - min(region->end, (phys_t)FIRMWARE_MARGIN) : region->end;
	if (*start > *end)
		*end = *start;
}

static void mark_used_range(struct span *span, phys_t start, phys_t end)
{
	for (phys_t page = start; page < end; page += PAGE_SIZE)
		buddy_mark_used(span, page, 0);
}

/** Where the metadata of a region go, and how the rest begins: [span][bitmaps][pages] | memory. */
static void span_create(const struct memory_region *region, bool zeroed)
{
	phys_t trusted_start, trusted_end, low = max(region->start, (phys_t)LOWEST_MANAGED);
	if (low >= region->end || region->end - low < SPAN_MIN)
		return;
	trusted_range(region, &trusted_start, &trusted_end);
	zeroed = zeroed && trusted_start < trusted_end;

	uint64_t bitmaps = align_up(buddy_metadata_size(low, region->end, zeroed), 64ULL);
	uint64_t pages = (region->end - low) / PAGE_SIZE * sizeof(struct page);
	uint64_t header = align_up(sizeof(struct span), 64ULL);
	phys_t start = align_up(low + header + bitmaps + pages, PAGE_SIZE);
	if (start >= region->end)
		return;

	struct span *span = phys_to_virt(low);
	memset(span, 0, sizeof(*span));
	span->low = low;
	span->start = start;
	span->end = region->end;
	span->node = region->node;
	span->pages = phys_to_virt(low + header + bitmaps);
	void *metadata = phys_to_virt(low + header);
	if (!(zeroed && low >= trusted_start && start <= trusted_end))
		memset(metadata, 0, bitmaps);
	buddy_init(span, metadata, zeroed);
	if (zeroed) {
		mark_used_range(span, start, min(trusted_start, region->end));
		mark_used_range(span, max(trusted_end, start), region->end);
	}
	buddy_free_range(span, span->start, span->end);

	struct node *node = &nodes[region->node];
	span->next = node->spans;
	node->spans = span;
	node->total_pages += span->free_pages;
	atomic_fetch_add(&node->free_pages, span->free_pages);
	total_pages += span->free_pages;
	node_count = max(node_count, region->node + 1u);
	spans[span_count++] = span;
}

void page_init(struct memory_map *map)
{
	for (unsigned i = 0; i < map->count; i++)
		if (map->regions[i].kind == MEMORY_USABLE && map->regions[i].node < NODES_MAX)
			span_create(&map->regions[i], map->zeroed);
	stack_max = total_pages < MIB(512) / PAGE_SIZE ? 32 : 128;
	stack_batch = stack_max / 4;
	reserve_pages = min(total_pages / 64, MIB(8) / PAGE_SIZE);
	if (!span_count)
		panic("no usable memory above 1 MiB");
	log_line("memory: %llu MiB free in %u spans on %u node(s)%s", (unsigned long long)(total_pages / 256),
		span_count, node_count, map->zeroed ? ", came zeroed" : "");
}

/* ---- nodes ---- */

/** A block of a node; sets up its first struct page. */
static struct page *node_alloc_locked(struct node *node, unsigned order)
{
	for (struct span *span = node->spans; span; span = span->next) {
		phys_t block = buddy_alloc(span, order);
		if (!block)
			continue;
		struct page *page = &span->pages[(block - span->start) >> PAGE_SHIFT];
		page->order = (uint8_t)order;
		page->flags = buddy_mark_used(span, block, order) ? PAGE_F_FRESH : 0;
		page->node = (uint16_t)span->node;
		atomic_fetch_sub_explicit(&node->free_pages, 1ULL << order, memory_order_relaxed);
		return page;
	}
	return NULL;
}

static void node_free_locked(struct node *node, struct page *page)
{
	phys_t phys = page_to_phys(page);
	buddy_free(span_find(phys), phys, page->order);
	atomic_fetch_add_explicit(&node->free_pages, 1ULL << page->order, memory_order_relaxed);
}

static struct page *node_alloc(struct node *node, unsigned order)
{
	if (atomic_load_explicit(&node->free_pages, memory_order_relaxed) < 1ULL << order)
		return NULL;
	irqflags_t flags = spin_lock_irqsave(&node->lock);
	struct page *page = node_alloc_locked(node, order);
	spin_unlock_irqrestore(&node->lock, flags);
	return page;
}

static void node_free(struct page *page)
{
	struct node *node = &nodes[page->node];
	irqflags_t flags = spin_lock_irqsave(&node->lock);
	node_free_locked(node, page);
	spin_unlock_irqrestore(&node->lock, flags);
}

/* ---- per-core stacks; interrupts off ---- */

static struct page *stack_pop(struct page_stack *stack)
{
	struct page *page = stack->top;
	stack->top = (struct page *)page->private;
	atomic_store_explicit(&stack->count, stack->count - 1, memory_order_relaxed);
	return page;
}

static void stack_push(struct page_stack *stack, struct page *page)
{
	page->private = (uint64_t)stack->top;
	stack->top = page;
	atomic_store_explicit(&stack->count, stack->count + 1, memory_order_relaxed);
}

static void stack_fill(struct page_stack *stack, struct node *node)
{
	spin_lock(&node->lock);
	for (unsigned i = 0; i < stack_batch; i++) {
		struct page *page = node_alloc_locked(node, 0);
		if (!page)
			break;
		stack_push(stack, page);
	}
	spin_unlock(&node->lock);
}

static void stack_drain(struct page_stack *stack, struct node *node)
{
	spin_lock(&node->lock);
	for (unsigned i = 0; i < stack_batch; i++)
		node_free_locked(node, stack_pop(stack));
	spin_unlock(&node->lock);
}

static struct page *stack_alloc(void)
{
	irqflags_t flags = irq_save();
	struct core *core = core_this();
	struct page_stack *stack = &stacks[core->id];
	if (!stack->top)
		stack_fill(stack, &nodes[core->node]);
	struct page *page = stack->top ? stack_pop(stack) : NULL;
	irq_restore(flags);
	return page;
}

static void stack_free(struct page *page)
{
	irqflags_t flags = irq_save();
	struct core *core = core_this();
	struct page_stack *stack = &stacks[core->id];
	if (page->node != core->node) {
		node_free(page);
	} else {
		stack_push(stack, page);
		if (stack->count > stack_max)
			stack_drain(stack, &nodes[core->node]);
	}
	irq_restore(flags);
}

/* ---- interface ---- */

static void log_shortage(unsigned order)
{
	static _Atomic uint32_t failures;
	uint32_t failed = atomic_fetch_add(&failures, 1);
	if (failed < 8 || failed % 1024 == 0)
		log_line("out of memory: no block of %llu KiB, %llu of %llu KiB are free",
			(unsigned long long)(PAGE_SIZE << order) / 1024, (unsigned long long)page_free_count() * 4,
			(unsigned long long)total_pages * 4);
}

static struct page *block_find(unsigned order, unsigned flags, int node)
{
	struct page *page = NULL;
	unsigned first = node == NODE_ANY ? core_this()->node : (unsigned)node;
	if (first >= node_count)
		first = 0;
	if (order == 0 && (node == NODE_ANY || first == core_this()->node))
		page = stack_alloc();
	for (unsigned i = 0; !page && i < node_count; i++) {
		if (i > 0 && flags & PAGE_THISNODE)
			break;
		page = node_alloc(&nodes[(first + i) % node_count], order);
	}
	return page;
}

struct page *page_alloc(unsigned order, unsigned flags, int node)
{
	assert(order <= PAGE_ORDER_MAX);
	struct page *page = NULL;
	uint64_t kept = flags & PAGE_PROGRAM ? reserve_pages / (flags & PAGE_URGENT ? 2 : 1) : 0;
	if (!kept || page_free_count() >= kept + (1ULL << order))
		page = block_find(order, flags, node);
	if (!page) {
		if (!(flags & PAGE_QUIET))
			log_shortage(order);
		return NULL;
	}
	bool fresh = page->flags & PAGE_F_FRESH;
	page->flags = 0;
	page->private = 0;
	page->index = 0;
	page->spare = 0;
	atomic_store_explicit(&page->refs, 1, memory_order_relaxed);
	if (flags & PAGE_ZERO && !fresh)
		page_clear(page_to_virt(page), PAGE_SIZE << order);
	return page;
}

void page_put(struct page *page)
{
	uint32_t refs = atomic_fetch_sub_explicit(&page->refs, 1, memory_order_acq_rel);
	assert(refs > 0);
	if (refs > 1)
		return;
	page->flags = 0;
	if (page->order == 0)
		stack_free(page);
	else
		node_free(page);
}

void page_split_to(struct page *page, unsigned order)
{
	unsigned pages = 1u << page->order;
	assert(atomic_load(&page->refs) == 1 && order <= page->order);
	for (unsigned i = 0; i < pages; i += 1u << order) {
		atomic_store_explicit(&page[i].refs, 1, memory_order_relaxed);
		page[i].order = (uint8_t)order;
		page[i].flags = 0;
		page[i].node = page->node;
		page[i].private = 0;
		page[i].index = 0;
		page[i].spare = 0;
	}
}

uint64_t page_free_count(void)
{
	uint64_t pages = 0;
	for (unsigned i = 0; i < node_count; i++)
		pages += atomic_load_explicit(&nodes[i].free_pages, memory_order_relaxed);
	return pages;
}

uint64_t page_total_count(void)
{
	return total_pages;
}

void page_stats(int node, struct memory_stats *stats)
{
	stats->total = stats->free = 0;
	for (unsigned i = 0; i < node_count; i++) {
		if (node != NODE_ANY && (unsigned)node != i)
			continue;
		stats->total += nodes[i].total_pages * PAGE_SIZE;
		stats->free += atomic_load_explicit(&nodes[i].free_pages, memory_order_relaxed) * PAGE_SIZE;
	}
	core_for_each (id) {
		struct core *core = core_get(id);
		if (node == NODE_ANY || (unsigned)node == core->node)
			stats->free += atomic_load_explicit(&stacks[id].count, memory_order_relaxed) * PAGE_SIZE;
	}
}

uint64_t page_free_in_blocks(int node, unsigned order)
{
	uint64_t bytes = 0;
	for (unsigned i = 0; i < span_count; i++)
		for (unsigned larger = order; larger <= PAGE_ORDER_MAX; larger++)
			if (node == NODE_ANY || (unsigned)node == spans[i]->node)
				bytes += spans[i]->free_blocks[larger] << (larger + PAGE_SHIFT);
	return bytes;
}

void page_register_reclaim(uint64_t (*reclaim)(uint64_t pages))
{
	assert(reclaimer_count < RECLAIMERS_MAX);
	reclaimers[reclaimer_count++] = reclaim;
}

uint64_t page_reclaim(uint64_t pages)
{
	uint64_t freed = 0;
	for (unsigned i = 0; i < reclaimer_count && freed < pages; i++)
		freed += reclaimers[i](pages - freed);
	return freed;
}
