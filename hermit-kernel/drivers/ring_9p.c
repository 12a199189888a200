/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 9P over a byte stream: each share of the boot blob has one, stream 1 + its number, with a server at its other end in
 * Linux. Messages follow each other as over TCP (9P2000.L: size[4] type[1] tag[2] …); a reply is matched with its
 * request by the tag.
 */
#include <linux/errno.h>
#include "drivers/drivers.h"
#include "drivers/ring_stream.h"
#include "fs/ninep_client.h"
#include "fs/ninep_transport.h"
#include "isle/boot_info.h"
#include "isle/doorbell.h"
#include "isle/shared.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "sync/mutex.h"

#define HEAD         7u /* size, type, tag */
#define TAGS         256u
#define REQUESTS_MAX 128u
#define SEGMENTS_MAX 256u

/** The tags in flight, NOTAG (of Tversion, which is alone) folded into the table. */
struct pending {
	struct ninep_request *request;
	uint16_t flushes; /* of Tflush: the tag that it wants to be forgotten */
	bool is_flush;
};

struct ring_9p {
	struct ninep_transport transport;
	struct ring_stream stream;
	struct mutex send_lock; /* messages leave whole */
	/* under stream.in_lock: requests, and the reply that is coming in */
	struct pending pending[TAGS];
	uint8_t head[HEAD];
	uint32_t head_filled, left;    /* bytes of the reply that are to come */
	struct ninep_request *request; /* whose reply it is; NULL: nobody's */
	uint16_t tag;
	unsigned segment; /* where its next byte goes */
	uint32_t segment_filled, written;
	bool broken;
};

static struct ring_9p *devices;
static unsigned device_count;

static struct pending *pending_of(struct ring_9p *device, uint16_t tag)
{
	return &device->pending[tag % TAGS];
}

static uint32_t get32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static uint16_t get16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

/* Receiving */

static void finish(struct ring_9p *device, struct pending *pending, uint32_t written)
{
	struct ninep_request *request = pending->request;

	pending->request = NULL;
	if (!request)
		return;
	request->written = written;
	request->done(request);
}

/** The server has answered a flush: what was flushed gets no answer any more (intro(5) of Plan 9, flush). */
static void reply_end(struct ring_9p *device)
{
	struct pending *pending = pending_of(device, device->tag);

	device->head_filled = 0;
	if (!device->request)
		return;
	if (pending->is_flush)
		finish(device, pending_of(device, pending->flushes), 0);
	finish(device, pending, device->written);
}

/** Into the request's segments; what does not fit makes the reply longer than it may be. */
static void reply_add(struct ring_9p *device, const uint8_t *bytes, uint32_t size)
{
	const struct ninep_request *request = device->request;
	unsigned count = request ? request->out + request->in : 0;

	device->written += size;
	while (size && device->segment < count) {
		const struct io_segment *segment = &request->segments[device->segment];
		uint32_t part = min(size, segment->size - device->segment_filled);
		memcpy((uint8_t *)phys_to_virt(segment->phys) + device->segment_filled, bytes, part);
		bytes += part;
		size -= part;
		device->segment_filled += part;
		if (device->segment_filled == segment->size) {
			device->segment++;
			device->segment_filled = 0;
		}
	}
}

static void give_up(struct ring_9p *device, const char *why)
{
	log_line("9p %s: the server %s; the share is lost", device->transport.tag, why);
	device->broken = true;
	for (unsigned i = 0; i < TAGS; i++)
		finish(device, &device->pending[i], 0);
}

static void reply_begin(struct ring_9p *device)
{
	uint32_t size = get32(device->head);

	if (size < HEAD || size > NINEP_MSIZE_WANTED)
		return give_up(device, "sent a message of an impossible size");
	device->tag = get16(device->head + 5);
	device->request = pending_of(device, device->tag)->request;
	device->segment = device->request ? device->request->out : 0;
	device->segment_filled = device->written = 0;
	device->left = size - HEAD;
	reply_add(device, device->head, HEAD);
	if (!device->left)
		reply_end(device);
}

static uint32_t take_head(struct ring_9p *device, const uint8_t *bytes, uint32_t size)
{
	uint32_t part = min(size, HEAD - device->head_filled);

	memcpy(device->head + device->head_filled, bytes, part);
	device->head_filled += part;
	if (device->head_filled == HEAD)
		reply_begin(device);
	return part;
}

static uint32_t take_body(struct ring_9p *device, const uint8_t *bytes, uint32_t size)
{
	uint32_t part = min(size, device->left);

	reply_add(device, bytes, part);
	device->left -= part;
	if (!device->left)
		reply_end(device);
	return part;
}

static void receive(struct ring_stream *stream, const void *bytes, uint32_t size)
{
	struct ring_9p *device = container_of(stream, struct ring_9p, stream);
	const uint8_t *from = bytes;

	while (size && !device->broken) {
		uint32_t part =
			device->head_filled < HEAD ? take_head(device, from, size) : take_body(device, from, size);
		from += part;
		size -= part;
	}
}

static void doorbell(void)
{
	for (unsigned i = 0; i < device_count; i++)
		ring_stream_doorbell(&devices[i].stream);
}

/* Sending */

/** 0, or -EIO: the stream is broken. */
static int expect(struct ring_9p *device, struct ninep_request *request)
{
	const uint8_t *message = phys_to_virt(request->segments[0].phys);
	struct pending *pending = pending_of(device, get16(message + 5));
	irqflags_t flags = spin_lock_irqsave(&device->stream.in_lock);
	bool broken = device->broken;

	if (!broken) {
		pending->request = request;
		pending->is_flush = message[4] == NINEP_TFLUSH;
		pending->flushes = pending->is_flush ? get16(message + HEAD) : 0;
	}
	spin_unlock_irqrestore(&device->stream.in_lock, flags);
	return broken ? -EIO : 0;
}

/* Once it is expected, its reply can come and its memory go at any time after the last byte is written. */
static int submit(struct ninep_transport *transport, struct ninep_request *request)
{
	struct ring_9p *device = container_of(transport, struct ring_9p, transport);
	const struct io_segment *segments = request->segments;
	unsigned count = request->out;
	bool patient = request->patient;

	mutex_lock(&device->send_lock);
	int error = expect(device, request);
	for (unsigned i = 0; !error && i < count; i++)
		ring_stream_write(&device->stream, phys_to_virt(segments[i].phys), segments[i].size);
	if (!error && !patient)
		ring_stream_flush(&device->stream);
	mutex_unlock(&device->send_lock);
	return error;
}

static int ring_9p_start(struct ring_9p *device, unsigned share)
{
	struct boot_string tag = boot_info.share[share].tag;

	if (share + 1 >= shared->streams || tag.length >= sizeof(device->transport.tag)) {
		log_line("share %u has no stream (there are %u), or its tag is too long", share, shared->streams);
		return -ENODEV;
	}
	memcpy(device->transport.tag, tag.text, tag.length);
	device->transport.requests_max = REQUESTS_MAX;
	device->transport.segments_max = SEGMENTS_MAX;
	device->transport.submit = submit;
	mutex_init(&device->send_lock);
	ring_stream_init(&device->stream, share + 1, device->transport.tag);
	device->stream.receive = receive;
	ninep_transport_register(&device->transport);
	return 0;
}

static int ring_9p_probe(void)
{
	int error = 0;

	if (!boot_info.shares)
		return 0;
	devices = heap_zalloc(boot_info.shares * sizeof(*devices));
	if (!devices)
		return -ENOMEM;
	for (unsigned i = 0; !error && i < boot_info.shares; i++)
		error = ring_9p_start(&devices[i], i);
	if (error)
		return error;
	device_count = boot_info.shares;
	doorbell_attach(doorbell);
	for (unsigned i = 0; i < device_count; i++)
		ring_stream_start(&devices[i].stream);
	return 0;
}

const struct driver ring_9p_driver = {"ring-9p", ring_9p_probe};
