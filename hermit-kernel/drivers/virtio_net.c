/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Virtio network device (virtio 1.2, section 5.1): queue 0 receives, queue 1 sends.
 *
 * The receive interrupt only wakes the network thread, which takes frames until there are none and then asks for
 * interrupts again. Frames travel up in the buffers that the device filled; such a buffer comes back here when its
 * last reader lets go, on any core. Sent frames are let go when the next one is sent, without an interrupt, unless
 * the ring was full.
 */
#include <linux/errno.h>
#include <linux/virtio_net.h>
#include "drivers/drivers.h"
#include "drivers/virtio.h"
#include "lib/log.h"
#include "lib/string.h"
#include "lwip/pbuf.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "net/interface.h"
#include "net/offload.h"
#include "net/stack.h"
#include "sync/spinlock.h"

#define QUEUE_MAX    256u
#define BUFFER_BYTES 2048u /* of a received frame: the header and 1500 bytes fit in one */
#define SEGMENTS_MAX 64u
#define MTU_DEFAULT  1500u
#define WAITING_MAX  1024u /* frames that wait for room in the ring */

/** What the device fills; its last user gives it back. */
struct net_buffer {
	struct pbuf_custom pbuf; /* first: lwIP frees it by this */
	struct virtio_net_device *device;
	struct net_buffer *next;
	uint8_t data[BUFFER_BYTES];
};

/** A frame on its way out. */
struct net_frame {
	struct virtio_net_hdr_v1 header;
	struct pbuf *buffers;
	struct net_frame *next;
};

struct virtio_net_device {
	struct net_device net; /* first */
	struct virtio_device *virtio;
	struct virtqueue *receive, *send; /* under net_lock, but for the interrupt's part */
	struct net_work receive_work, send_work;
	struct net_frame *waiting, **waiting_end;
	unsigned waiting_count;
	struct spinlock lock;     /* of the spare buffers */
	struct net_buffer *spare; /* at most as many as the ring has entries */
	unsigned spare_count;
};

/* Buffers */

static void buffer_put(struct net_buffer *buffer)
{
	struct virtio_net_device *device = buffer->device;

	spin_lock(&device->lock);
	bool keep = device->spare_count < QUEUE_MAX;
	if (keep) {
		buffer->next = device->spare;
		device->spare = buffer;
		device->spare_count++;
	}
	spin_unlock(&device->lock);
	if (!keep)
		heap_free(buffer);
}

/** lwIP is done with it. */
static void buffer_free(struct pbuf *pbuf)
{
	buffer_put(container_of((struct pbuf_custom *)pbuf, struct net_buffer, pbuf));
}

static struct net_buffer *buffer_new(struct virtio_net_device *device)
{
	spin_lock(&device->lock);
	struct net_buffer *buffer = device->spare;
	if (buffer) {
		device->spare = buffer->next;
		device->spare_count--;
	}
	spin_unlock(&device->lock);
	if (!buffer)
		buffer = heap_alloc(sizeof(*buffer));
	if (buffer) {
		buffer->device = device;
		buffer->pbuf.custom_free_function = buffer_free;
	}
	return buffer;
}

/* Receiving */

/** Give the device all the buffers that it has room for. */
static void receive_refill(struct virtio_net_device *device)
{
	struct net_buffer *buffer;
	bool any = false;

	while (device->receive->free_count && (buffer = buffer_new(device))) {
		struct io_segment segment = {virt_to_phys(buffer->data), BUFFER_BYTES};
		if (virtqueue_add(device->receive, &segment, 0, 1, buffer)) {
			heap_free(buffer);
			break;
		}
		any = true;
	}
	if (any)
		virtqueue_kick(device->receive);
}

/** The bytes of a buffer behind `skip`, as lwIP wants them; it takes over the buffer. */
static struct pbuf *buffer_wrap(struct net_buffer *buffer, uint32_t skip, uint32_t written)
{
	return pbuf_alloced_custom(PBUF_RAW, (u16_t)(written - skip), PBUF_REF, &buffer->pbuf, buffer->data + skip,
		(u16_t)(BUFFER_BYTES - skip));
}

/** The rest of a frame of several buffers (VIRTIO_NET_F_MRG_RXBUF). False: it is broken, or longer than lwIP can say.
 */
static bool receive_rest(struct virtio_net_device *device, struct pbuf *frame, unsigned count)
{
	struct net_buffer *more;
	uint32_t written;
	bool whole = true;

	while (count-- > 0) {
		if (!(more = virtqueue_take(device->receive, &written)))
			return false;
		if (whole && written <= BUFFER_BYTES && frame->tot_len + written <= 0xffff) {
			pbuf_cat(frame, buffer_wrap(more, 0, written));
			continue;
		}
		whole = false;
		buffer_put(more);
	}
	return whole;
}

/** The next frame; NULL: none. */
static struct pbuf *receive_frame(struct virtio_net_device *device, bool *checked)
{
	const uint32_t header_size = sizeof(struct virtio_net_hdr_v1);
	struct net_buffer *buffer;
	uint32_t written;

	while ((buffer = virtqueue_take(device->receive, &written))) {
		struct virtio_net_hdr_v1 header;
		if (written <= header_size || written > BUFFER_BYTES) {
			log_line("%s: a frame of %u bytes was dropped", device->virtio->name, written);
			buffer_put(buffer);
			continue;
		}
		memcpy(&header, buffer->data, sizeof(header));
		struct pbuf *frame = buffer_wrap(buffer, header_size, written);
		if (virtio_has(device->virtio, VIRTIO_NET_F_MRG_RXBUF) &&
			!receive_rest(device, frame, header.num_buffers - 1u)) {
			log_line("%s: a frame of %u buffers was dropped", device->virtio->name, header.num_buffers);
			pbuf_free(frame);
			continue;
		}
		*checked = header.flags & (VIRTIO_NET_HDR_F_NEEDS_CSUM | VIRTIO_NET_HDR_F_DATA_VALID);
		return frame;
	}
	return NULL;
}

static void receive_run(struct net_work *work)
{
	struct virtio_net_device *device = container_of(work, struct virtio_net_device, receive_work);
	struct pbuf *frame;
	bool checked;

	do {
		for (unsigned count = 0; (frame = receive_frame(device, &checked)); count++) {
			interface_receive(&device->net, frame, checked);
			if (count % 32 == 31)
				receive_refill(device);
		}
		receive_refill(device);
	} while (!virtqueue_enable_interrupts(device->receive));
}

static void receive_used(struct virtqueue *queue)
{
	struct virtio_net_device *device = queue->owner;

	virtqueue_disable_interrupts(queue);
	net_work_wake(&device->receive_work);
}

/* Sending */

static void frame_free(struct net_frame *frame)
{
	pbuf_free(frame->buffers);
	heap_free(frame);
}

static void send_reclaim(struct virtio_net_device *device)
{
	struct net_frame *frame;
	uint32_t written;

	while ((frame = virtqueue_take(device->send, &written)))
		frame_free(frame);
}

/** 0, -ENOSPC, -EIO, -EMSGSIZE: too many buffers. */
static int send_try(struct virtio_net_device *device, struct net_frame *frame)
{
	struct io_segment segments[SEGMENTS_MAX] = {{virt_to_phys(&frame->header), sizeof(frame->header)}};
	unsigned count = 1;

	for (const struct pbuf *buffer = frame->buffers; buffer; buffer = buffer->next) {
		if (!buffer->len)
			continue;
		if (count == SEGMENTS_MAX)
			return -EMSGSIZE;
		segments[count++] = (struct io_segment){virt_to_phys(buffer->payload), buffer->len};
	}
	return virtqueue_add(device->send, segments, count, 0, frame);
}

/** One buffer instead of many. */
static int frame_flatten(struct net_frame *frame)
{
	struct pbuf *flat = pbuf_clone(PBUF_RAW, PBUF_RAM, frame->buffers);

	if (!flat)
		return -ENOMEM;
	pbuf_free(frame->buffers);
	frame->buffers = flat;
	return 0;
}

static int send_frame(struct virtio_net_device *device, struct net_frame *frame)
{
	int error = send_try(device, frame);

	if (error == -EMSGSIZE && !frame_flatten(frame))
		error = send_try(device, frame);
	return error;
}

/** The ring is full: its interrupt will say when it is not. */
static int send_wait(struct virtio_net_device *device, struct net_frame *frame)
{
	if (device->waiting_count == WAITING_MAX)
		return -ENOBUFS;
	frame->next = NULL;
	*device->waiting_end = frame;
	device->waiting_end = &frame->next;
	device->waiting_count++;
	if (!virtqueue_enable_interrupts(device->send))
		net_work_wake(&device->send_work);
	return 0;
}

/** Tell the device what it has to do for a TCP segment. */
static void frame_offload(struct net_frame *frame, const struct net_device *net)
{
	struct net_offload offload;

	if (!(net->offloads & NET_OFFLOAD_CHECKSUM) || !net_offload_tcp(frame->buffers, net->mtu, &offload))
		return;
	frame->header.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	frame->header.csum_start = offload.checksum_start;
	frame->header.csum_offset = offload.checksum_offset;
	if (!offload.segment_size)
		return;
	frame->header.gso_type = offload.ipv6 ? VIRTIO_NET_HDR_GSO_TCPV6 : VIRTIO_NET_HDR_GSO_TCPV4;
	frame->header.gso_size = offload.segment_size;
	frame->header.hdr_len = offload.header_size;
}

static int net_transmit(struct net_device *net, struct pbuf *buffers)
{
	struct virtio_net_device *device = container_of(net, struct virtio_net_device, net);
	struct net_frame *frame = heap_zalloc(sizeof(*frame));

	if (!frame)
		return -ENOBUFS;
	pbuf_ref(buffers);
	frame->buffers = buffers;
	frame_offload(frame, net);
	send_reclaim(device);
	int error = device->waiting ? -ENOSPC : send_frame(device, frame);
	if (error == -ENOSPC)
		error = send_wait(device, frame);
	else if (!error)
		virtqueue_kick(device->send);
	if (error)
		frame_free(frame);
	return error;
}

static void send_run(struct net_work *work)
{
	struct virtio_net_device *device = container_of(work, struct virtio_net_device, send_work);
	struct net_frame *frame;

	do {
		send_reclaim(device);
		while ((frame = device->waiting)) {
			struct net_frame *next = frame->next;
			int error = send_frame(device, frame);
			if (error == -ENOSPC)
				break;
			device->waiting = next;
			device->waiting_count--;
			if (!next)
				device->waiting_end = &device->waiting;
			if (error)
				frame_free(frame);
		}
		virtqueue_kick(device->send);
	} while (device->waiting && !virtqueue_enable_interrupts(device->send));
}

static void send_used(struct virtqueue *queue)
{
	struct virtio_net_device *device = queue->owner;

	virtqueue_disable_interrupts(queue);
	net_work_wake(&device->send_work);
}

/* Finding it */

static int net_queues(struct virtio_net_device *device)
{
	struct virtio_device *virtio = device->virtio;

	device->receive = virtio_queue(virtio, 0, QUEUE_MAX, receive_used, device);
	if (is_error(device->receive))
		return (int)ptr_error(device->receive);
	device->send = virtio_queue(virtio, 1, QUEUE_MAX, send_used, device);
	if (is_error(device->send))
		return (int)ptr_error(device->send);
	virtqueue_disable_interrupts(device->send);
	return 0;
}

static void net_read_config(struct virtio_net_device *device)
{
	struct virtio_device *virtio = device->virtio;

	device->net.mtu = MTU_DEFAULT;
	virtio_config_read(virtio, offsetof(struct virtio_net_config, mac), device->net.mac, sizeof(device->net.mac));
	if (virtio_has(virtio, VIRTIO_NET_F_MTU))
		virtio_config_read(
			virtio, offsetof(struct virtio_net_config, mtu), &device->net.mtu, sizeof(device->net.mtu));
}

static unsigned net_offloads(const struct virtio_device *virtio)
{
	unsigned offloads = 0;

	if (virtio_has(virtio, VIRTIO_NET_F_CSUM))
		offloads |= NET_OFFLOAD_CHECKSUM;
	if (virtio_has(virtio, VIRTIO_NET_F_HOST_TSO4))
		offloads |= NET_OFFLOAD_SEGMENTS4;
	if (virtio_has(virtio, VIRTIO_NET_F_HOST_TSO6))
		offloads |= NET_OFFLOAD_SEGMENTS6;
	return offloads;
}

/** What we can use of what it offers. Long frames come in many buffers or not at all. */
static uint64_t net_features(struct virtio_device *virtio)
{
	uint64_t features = 1ULL << VIRTIO_NET_F_MAC | 1ULL << VIRTIO_NET_F_MTU | 1ULL << VIRTIO_NET_F_MRG_RXBUF |
			    1ULL << VIRTIO_NET_F_CSUM | 1ULL << VIRTIO_NET_F_HOST_TSO4 |
			    1ULL << VIRTIO_NET_F_HOST_TSO6 | 1ULL << VIRTIO_NET_F_GUEST_CSUM;

	if (virtio->transport->get_features(virtio) >> VIRTIO_NET_F_MRG_RXBUF & 1)
		features |= 1ULL << VIRTIO_NET_F_GUEST_TSO4 | 1ULL << VIRTIO_NET_F_GUEST_TSO6;
	return features;
}

static int net_start(struct virtio_device *virtio)
{
	struct virtio_net_device *device = heap_zalloc(sizeof(*device));

	if (!device)
		return -ENOMEM;
	device->virtio = virtio;
	device->net.transmit = net_transmit;
	device->waiting_end = &device->waiting;
	spin_init(&device->lock);
	int error = virtio_start(virtio, net_features(virtio));
	if (!error && !virtio_has(virtio, VIRTIO_NET_F_MAC))
		error = -ENODEV;
	if (!error)
		error = net_queues(device);
	if (error) {
		virtio_fail(virtio, "is no usable network device");
		return error == -ENOMEM ? error : 0;
	}
	net_read_config(device);
	device->net.offloads = net_offloads(virtio);
	net_work_init(&device->receive_work, receive_run);
	net_work_init(&device->send_work, send_run);
	virtio_ready(virtio);
	receive_refill(device);
	return interface_add(&device->net);
}

static int virtio_net_probe(void)
{
	int error = 0;
	for (struct virtio_device *device = NULL; !error && (device = virtio_next(VIRTIO_ID_NET, device));)
		error = net_start(device);
	return error;
}

const struct driver virtio_net_driver = {"virtio-net", virtio_net_probe};
