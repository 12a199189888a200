/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One end of a byte ring in memory that is shared with Linux (struct hermit_ring of hermit/isle_shared.h). Pure: what
 * to do with a doorbell that is due is the caller's business. One caller at a time for each end.
 *
 * The other side's numbers are not trusted: where they are impossible, the ring is broken, and stays empty or full.
 */
#ifndef ISLE_RING_H
#define ISLE_RING_H

#include <hermit/isle_shared.h>
#include "lib/string.h"
#include "lib/types.h"

struct ring_end {
	struct hermit_ring *ring;
	uint8_t *data;
	uint32_t size;     /* copied from the ring at the start: Linux could change it */
	uint32_t position; /* our own head or tail */
	bool broken;
};

static inline void ring_end_init(struct ring_end *end, struct hermit_ring *ring, void *area)
{
	*end = (struct ring_end){.ring = ring, .data = (uint8_t *)area + ring->offset, .size = ring->size};
}

/** Bytes that can be read. */
static inline uint32_t ring_filled(struct ring_end *end)
{
	uint32_t filled = __atomic_load_n(&end->ring->head, __ATOMIC_ACQUIRE) - end->position;

	end->broken |= filled > end->size;
	return end->broken ? 0 : filled;
}

/** Bytes that can be written. */
static inline uint32_t ring_room(struct ring_end *end)
{
	uint32_t filled = end->position - __atomic_load_n(&end->ring->tail, __ATOMIC_ACQUIRE);

	end->broken |= filled > end->size;
	return end->broken ? 0 : end->size - filled;
}

/** The bytes that can be read, or the first of them, in one piece; they stay until ring_consume. */
static inline const uint8_t *ring_peek(struct ring_end *end, uint32_t *size)
{
	uint32_t at = end->position & (end->size - 1);

	*size = min(ring_filled(end), end->size - at);
	return end->data + at;
}

static inline void ring_consume(struct ring_end *end, uint32_t size)
{
	end->position += size;
	__atomic_store_n(&end->ring->tail, end->position, __ATOMIC_RELEASE);
}

/** Write as much as there is room for; the other side sees it at ring_publish. Returns how much. */
static inline uint32_t ring_write(struct ring_end *end, const void *from, uint32_t size)
{
	size = min(size, ring_room(end));
	uint32_t at = end->position & (end->size - 1), first = min(size, end->size - at);

	memcpy(end->data + at, from, first);
	memcpy(end->data, (const uint8_t *)from + first, size - first);
	end->position += size;
	return size;
}

static inline void ring_publish(struct ring_end *end)
{
	__atomic_store_n(&end->ring->head, end->position, __ATOMIC_RELEASE);
}

/** After the ring moved: does the other side, whose `waits` this is, sleep until it does? Then it must be rung, once.
 */
static inline bool ring_must_wake(uint32_t *waits)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	return __atomic_load_n(waits, __ATOMIC_RELAXED) && __atomic_exchange_n(waits, 0, __ATOMIC_RELAXED);
}

/** We want to be rung when it moves. Look once more before sleeping. */
static inline void ring_arm(uint32_t *waits)
{
	__atomic_store_n(waits, 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#endif
