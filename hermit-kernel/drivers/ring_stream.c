/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/ring_stream.h"

#include "isle/doorbell.h"
#include "isle/shared.h"
#include "lib/log.h"

void ring_stream_init(struct ring_stream *stream, unsigned number, const char *name)
{
	struct hermit_stream *rings = shared_stream(number);

	stream->name = name;
	ring_end_init(&stream->in, &rings->to_isle, shared);
	ring_end_init(&stream->out, &rings->to_linux, shared);
	spin_init(&stream->in_lock);
	waitq_init(&stream->room);
}

/* Receiving */

static void check(struct ring_stream *stream, struct ring_end *end)
{
	if (end->broken)
		panic("stream %s: Linux broke the ring (head %u, tail %u of %u bytes)", stream->name, end->ring->head,
			end->ring->tail, end->size);
}

static void take_all(struct ring_stream *stream)
{
	const uint8_t *bytes;
	uint32_t size;

	while ((bytes = ring_peek(&stream->in, &size), size)) {
		stream->receive(stream, bytes, size);
		ring_consume(&stream->in, size);
		if (ring_must_wake(&stream->in.ring->producer_waits))
			doorbell_ring_linux();
	}
	check(stream, &stream->in);
}

static void receive(struct ring_stream *stream)
{
	irqflags_t flags = spin_lock_irqsave(&stream->in_lock);
	do {
		take_all(stream);
		ring_arm(&stream->in.ring->consumer_waits);
	} while (ring_filled(&stream->in));
	spin_unlock_irqrestore(&stream->in_lock, flags);
}

void ring_stream_start(struct ring_stream *stream)
{
	__atomic_store_n(&stream->started, true, __ATOMIC_RELEASE);
	receive(stream);
}

void ring_stream_doorbell(struct ring_stream *stream)
{
	if (__atomic_load_n(&stream->started, __ATOMIC_ACQUIRE))
		receive(stream);
	waitq_wake_all(&stream->room, 0);
}

/* Sending */

static bool has_room(struct ring_stream *stream)
{
	if (ring_room(&stream->out))
		return true;
	check(stream, &stream->out);
	ring_arm(&stream->out.ring->producer_waits);
	return ring_room(&stream->out);
}

void ring_stream_write(struct ring_stream *stream, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;

	while (size) {
		uint32_t part = ring_write(&stream->out, from, (uint32_t)min(size, (size_t)stream->out.size));
		from += part;
		size -= part;
		if (!size)
			return;
		ring_stream_flush(stream);
		wait_event(&stream->room, has_room(stream));
	}
}

void ring_stream_flush(struct ring_stream *stream)
{
	ring_publish(&stream->out);
	if (ring_must_wake(&stream->out.ring->consumer_waits))
		doorbell_ring_linux();
}

bool ring_stream_is_drained(struct ring_stream *stream)
{
	return ring_room(&stream->out) == stream->out.size;
}
