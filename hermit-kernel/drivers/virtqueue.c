/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/virtqueue.h"

#include <linux/errno.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"

/* Chains of more segments than this get a table of their own, so that large requests do not fill the ring. */
#define VIRTQUEUE_DIRECT_MAX 2u

/*
 * Rings are shared with the device: their indices are read and written as atomics. A store with release order makes the
 * descriptors visible before the index that announces them; a load with acquire order is its counterpart.
 */
static inline _Atomic uint16_t *shared16(uint16_t *field)
{
	return (_Atomic uint16_t *)field;
}

static size_t virtqueue_memory_size(uint16_t size)
{
	size_t descriptors = sizeof(struct vring_desc) * size;
	size_t available = sizeof(uint16_t) * (3u + size); /* flags, idx, ring, used_event */
	size_t used = sizeof(uint16_t) * 3u + sizeof(struct vring_used_elem) * size;
	return descriptors + align_up(available, (size_t)VRING_USED_ALIGN_SIZE) + used;
}

static unsigned virtqueue_memory_order(uint16_t size)
{
	unsigned order = 0;
	while (PAGE_SIZE << order < virtqueue_memory_size(size))
		order++;
	return order;
}

/** Section 2.7, table of alignments: 16, 2 and 4 bytes. */
static void virtqueue_place_rings(struct virtqueue *queue, uint8_t *memory)
{
	uint16_t size = queue->size;
	queue->descriptors = (struct vring_desc *)memory;
	memory += sizeof(struct vring_desc) * size;
	queue->available_ring = (struct vring_avail *)memory;
	queue->used_event = shared16(&queue->available_ring->ring[size]);
	memory += align_up(sizeof(uint16_t) * (3u + size), (size_t)VRING_USED_ALIGN_SIZE);
	queue->used_ring = (struct vring_used *)memory;
	queue->avail_event = (_Atomic uint16_t *)&queue->used_ring->ring[size];
}

int virtqueue_init(struct virtqueue *queue, uint16_t size, bool event_index, bool indirect)
{
	if (!size || size > VIRTQUEUE_SIZE_MAX || size & (size - 1))
		return -EINVAL;
	memset(queue, 0, sizeof(*queue));
	queue->size = size;
	queue->event_index = event_index;
	queue->indirect = indirect;
	queue->free_count = size;
	queue->chains = heap_zalloc(sizeof(*queue->chains) * size);
	struct page *page = page_alloc(virtqueue_memory_order(size), PAGE_ZERO, NODE_ANY);
	if (!queue->chains || !page) {
		heap_free(queue->chains);
		if (page)
			page_put(page);
		return -ENOMEM;
	}
	virtqueue_place_rings(queue, page_to_virt(page));
	for (uint16_t i = 0; i < size; i++)
		queue->descriptors[i].next = (uint16_t)(i + 1);
	return 0;
}

void virtqueue_free(struct virtqueue *queue)
{
	for (uint16_t i = 0; i < queue->size; i++)
		heap_free(queue->chains[i].indirect);
	heap_free(queue->chains);
	page_put(page_from_phys(virt_to_phys(queue->descriptors)));
}

static void virtqueue_fill(struct vring_desc *descriptor, const struct io_segment *segment, bool writable)
{
	descriptor->addr = segment->phys;
	descriptor->len = segment->size;
	descriptor->flags = writable ? VRING_DESC_F_WRITE : 0;
}

/** Section 2.7.5.3: one descriptor in the ring that points to a table with all of the chain. */
static bool virtqueue_add_indirect(
	struct virtqueue *queue, const struct io_segment *segments, unsigned out, unsigned in)
{
	unsigned total = out + in;
	struct vring_desc *table = heap_alloc(sizeof(*table) * total);
	if (!table)
		return false;
	for (unsigned i = 0; i < total; i++) {
		virtqueue_fill(&table[i], &segments[i], i >= out);
		table[i].next = (uint16_t)(i + 1);
		if (i + 1 < total)
			table[i].flags |= VRING_DESC_F_NEXT;
	}
	uint16_t head = queue->free_head;
	struct io_segment place = {virt_to_phys(table), (uint32_t)(sizeof(*table) * total)};
	queue->free_head = queue->descriptors[head].next;
	queue->free_count--;
	virtqueue_fill(&queue->descriptors[head], &place, false);
	queue->descriptors[head].flags = VRING_DESC_F_INDIRECT;
	queue->chains[head].indirect = table;
	return true;
}

static void virtqueue_add_direct(struct virtqueue *queue, const struct io_segment *segments, unsigned out, unsigned in)
{
	unsigned total = out + in;
	uint16_t index = queue->free_head;
	for (unsigned i = 0; i < total; i++) {
		struct vring_desc *descriptor = &queue->descriptors[index];
		virtqueue_fill(descriptor, &segments[i], i >= out);
		if (i + 1 < total)
			descriptor->flags |= VRING_DESC_F_NEXT;
		index = descriptor->next;
	}
	queue->free_head = index;
	queue->free_count = (uint16_t)(queue->free_count - total);
}

static uint32_t virtqueue_sum(const struct io_segment *segments, unsigned count)
{
	uint32_t sum = 0;
	for (unsigned i = 0; i < count; i++)
		sum += segments[i].size;
	return sum;
}

int virtqueue_add(struct virtqueue *queue, const struct io_segment *segments, unsigned out, unsigned in, void *token)
{
	unsigned total = out + in;
	assert(total && token);
	if (queue->broken)
		return -EIO;
	uint16_t head = queue->free_head;
	bool indirect = queue->indirect && total > VIRTQUEUE_DIRECT_MAX && queue->free_count &&
			virtqueue_add_indirect(queue, segments, out, in);
	if (!indirect) {
		if (queue->free_count < total)
			return -ENOSPC;
		virtqueue_add_direct(queue, segments, out, in);
	}
	queue->chains[head].token = token;
	queue->chains[head].writable = virtqueue_sum(segments + out, in);
	queue->available_ring->ring[queue->available & (queue->size - 1)] = head;
	queue->available++;
	atomic_store_explicit(shared16(&queue->available_ring->idx), queue->available, memory_order_release);
	return 0;
}

/** Section 2.7.10 and 2.7.7: has the other side's threshold been passed between `before` and `now`? */
static bool virtqueue_passed(uint16_t threshold, uint16_t now, uint16_t before)
{
	return (uint16_t)(now - threshold - 1) < (uint16_t)(now - before);
}

bool virtqueue_kick_wanted(struct virtqueue *queue)
{
	uint16_t before = queue->announced;
	if (before == queue->available || queue->broken)
		return false;
	queue->announced = queue->available;
	/* The index must be visible before the device's wish is read, or both sides would wait for each other. */
	atomic_thread_fence(memory_order_seq_cst);
	if (queue->event_index)
		return virtqueue_passed(
			atomic_load_explicit(queue->avail_event, memory_order_relaxed), queue->available, before);
	return !(atomic_load_explicit(shared16(&queue->used_ring->flags), memory_order_relaxed) &
		 VRING_USED_F_NO_NOTIFY);
}

void virtqueue_kick(struct virtqueue *queue)
{
	if (virtqueue_kick_wanted(queue))
		queue->notify(queue);
}

static bool virtqueue_has_used(struct virtqueue *queue)
{
	return !queue->broken &&
	       atomic_load_explicit(shared16(&queue->used_ring->idx), memory_order_acquire) != queue->used;
}

/** Give the descriptors of a chain back. The chain was written by us; the device can only read it. */
static void virtqueue_release(struct virtqueue *queue, uint16_t head)
{
	uint16_t last = head;
	uint16_t count = 1;
	if (queue->chains[head].indirect) {
		heap_free(queue->chains[head].indirect);
		queue->chains[head].indirect = NULL;
	} else {
		for (; queue->descriptors[last].flags & VRING_DESC_F_NEXT; count++)
			last = queue->descriptors[last].next;
	}
	queue->descriptors[last].next = queue->free_head;
	queue->free_head = head;
	queue->free_count = (uint16_t)(queue->free_count + count);
}

void *virtqueue_take(struct virtqueue *queue, uint32_t *written)
{
	if (!virtqueue_has_used(queue))
		return NULL;
	struct vring_used_elem element = queue->used_ring->ring[queue->used & (queue->size - 1)];
	void *token = element.id < queue->size ? queue->chains[element.id].token : NULL;
	if (!token || element.len > queue->chains[element.id].writable) {
		queue->broken = true;
		log_line("virtqueue %u: the device used chain %u with %u bytes, which was never offered so; the queue "
			 "stops",
			queue->index, element.id, element.len);
		return NULL;
	}
	*written = element.len;
	queue->used++;
	queue->chains[element.id].token = NULL;
	virtqueue_release(queue, (uint16_t)element.id);
	return token;
}

bool virtqueue_enable_interrupts(struct virtqueue *queue)
{
	if (queue->event_index)
		atomic_store_explicit(queue->used_event, queue->used, memory_order_relaxed);
	else
		atomic_store_explicit(shared16(&queue->available_ring->flags), 0, memory_order_relaxed);
	atomic_thread_fence(memory_order_seq_cst); /* the wish before the look: counterpart of the device's fence */
	return !virtqueue_has_used(queue);
}

void virtqueue_disable_interrupts(struct virtqueue *queue)
{
	/* With event_index an index just passed is reached again only after 65535 chains. */
	if (queue->event_index)
		atomic_store_explicit(queue->used_event, (uint16_t)(queue->used - 1), memory_order_relaxed);
	else
		atomic_store_explicit(
			shared16(&queue->available_ring->flags), VRING_AVAIL_F_NO_INTERRUPT, memory_order_relaxed);
}
