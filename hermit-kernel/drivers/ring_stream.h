/* SPDX-License-Identifier: BSD-3-Clause */
/* A byte stream to Linux and back over shared rings (hermit/isle_shared.h): what carries channel and 9P. */
#ifndef DRIVERS_RING_STREAM_H
#define DRIVERS_RING_STREAM_H

#include "isle/ring.h"
#include "sync/spinlock.h"
#include "sync/waitq.h"

struct ring_stream {
	const char *name;
	struct ring_end in, out;
	struct spinlock in_lock; /* taken by the doorbell's handler */
	struct waitq room;       /* writers; they are one at a time */
	bool started;            /* what comes in is wanted */
	/** Bytes that came, in order; in interrupt context. */
	void (*receive)(struct ring_stream *stream, const void *bytes, uint32_t size);
};

void ring_stream_init(struct ring_stream *stream, unsigned number, const char *name);
/** Take in what is there, from now on whenever the doorbell rings. */
void ring_stream_start(struct ring_stream *stream);
/** Whatever there is for it. */
void ring_stream_doorbell(struct ring_stream *stream);
/** Write all of it; sleeps while the ring is full. One caller at a time. Linux sees it at ring_stream_flush. */
void ring_stream_write(struct ring_stream *stream, const void *bytes, size_t size);
void ring_stream_flush(struct ring_stream *stream);
/** Has Linux taken everything? */
bool ring_stream_is_drained(struct ring_stream *stream);

#endif
