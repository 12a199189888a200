/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mmnif: the network of a multi-kernel isle, frame rings in memory that it shares with Linux and with other isles
 * (hermit/mmnif.h). To the stack it is one Ethernet device; a link is what it has with one peer: a ring each way.
 *
 * A frame is copied into the ring when it is sent, and out of it into a buffer of its own when it comes: so no reader
 * of a socket, however slow, takes room in a ring, and nobody changes a frame that the stack has looked at.
 */
#include <linux/errno.h>
#include <hermit/mmnif_ring.h>
#include "drivers/drivers.h"
#include "isle/boot_info.h"
#include "isle/doorbell.h"
#include "lib/log.h"
#include "lib/string.h"
#include "lwip/pbuf.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "net/interface.h"
#include "net/offload.h"
#include "net/stack.h"
#include "sync/spinlock.h"

#define BATCH        64u   /* frames of a peer before another one's turn */
#define WAITING_MAX  1024u /* frames that wait for room in a ring; a power of two */
#define LONG_FRAME   32768u
#define SPARE_MAX    32u   /* buffers of long frames that are kept: a socket's window */
#define VECTOR_FIRST 32u   /* lower ones are exceptions */
#define MTU_LEAST    1280u /* RFC 8200, section 5 */

/** What a long frame is copied into: sixteen pages, which would cost the heap more than the copy. */
struct mmnif_buffer {
	struct pbuf_custom pbuf; /* first: lwIP frees it by this */
	struct mmnif_buffer *next;
	uint8_t data[HERMIT_MMNIF_FRAME_MAX];
};
_Static_assert(sizeof(struct mmnif_buffer) <= 16 * PAGE_SIZE, "the longest frame's buffer");

/** Under net_lock, but for what the doorbell looks at. */
struct mmnif_link {
	struct hermit_mmnif_peer *peer;
	unsigned number; /* of the peer */
	struct mmnif_sender sender;
	struct mmnif_receiver receiver;
	struct pbuf **waiting; /* frames first … first + count - 1, modulo WAITING_MAX */
	unsigned first;
	_Atomic unsigned count;
};

static struct {
	struct net_device net;
	struct hermit_mmnif *area;
	unsigned self; /* own peer number */
	uint32_t peers, frame_max;
	struct mmnif_link *links; /* by peer number; the own one is not used */
	struct net_work receive_work, send_work;
	struct spinlock lock; /* of the spare buffers */
	struct mmnif_buffer *spare;
	unsigned spare_count;
} mmnif;

#define for_each_link(link)                                                                                            \
	for (struct mmnif_link *link = mmnif.links; link < mmnif.links + mmnif.peers; link++)                          \
		if (link->number != mmnif.self)

static bool link_present(const struct mmnif_link *link)
{
	return __atomic_load_n(&link->peer->present, __ATOMIC_ACQUIRE);
}

static void link_ring(const struct mmnif_link *link, const uint32_t *apic_id)
{
	uint32_t vector = __atomic_load_n(&link->peer->vector, __ATOMIC_RELAXED);

	if (vector >= VECTOR_FIRST && vector <= 0xff)
		doorbell_send(__atomic_load_n(apic_id, __ATOMIC_RELAXED), vector);
}

static void log_broken(const struct mmnif_link *link, uint32_t before, uint32_t now)
{
	if (!before && now)
		log_line("mmnif: the ring of peer %u made no sense and was emptied", link->number);
}

/* Receiving */

/** lwIP is done with it, on any core. */
static void buffer_free(struct pbuf *pbuf)
{
	struct mmnif_buffer *buffer = container_of((struct pbuf_custom *)pbuf, struct mmnif_buffer, pbuf);

	spin_lock(&mmnif.lock);
	bool keep = mmnif.spare_count < SPARE_MAX;
	if (keep) {
		buffer->next = mmnif.spare;
		mmnif.spare = buffer;
		mmnif.spare_count++;
	}
	spin_unlock(&mmnif.lock);
	if (!keep)
		heap_free(buffer);
}

static struct pbuf *buffer_new(uint16_t length)
{
	spin_lock(&mmnif.lock);
	struct mmnif_buffer *buffer = mmnif.spare;
	if (buffer) {
		mmnif.spare = buffer->next;
		mmnif.spare_count--;
	}
	spin_unlock(&mmnif.lock);
	if (!buffer && !(buffer = heap_alloc(sizeof(*buffer))))
		return NULL;
	buffer->pbuf.custom_free_function = buffer_free;
	return pbuf_alloced_custom(PBUF_RAW, length, PBUF_REF, &buffer->pbuf, buffer->data, sizeof(buffer->data));
}

static void receive_frame(const struct hermit_mmnif_frame *head, const void *bytes)
{
	uint16_t length = (uint16_t)head->length;
	struct pbuf *frame = length > LONG_FRAME ? buffer_new(length) : pbuf_alloc(PBUF_RAW, length, PBUF_RAM);

	if (!frame)
		return;
	memcpy(frame->payload, bytes, head->length);
	interface_receive(&mmnif.net, frame, head->flags & (HERMIT_MMNIF_PARTIAL | HERMIT_MMNIF_CHECKED));
}

/** False: the ring is empty, and a doorbell will tell when it is not. */
static bool link_receive(struct mmnif_link *link)
{
	struct mmnif_receiver *receiver = &link->receiver;
	uint32_t broken = receiver->broken;
	struct hermit_mmnif_frame head;
	const void *bytes;

	for (unsigned count = 0; count < BATCH && (bytes = mmnif_receive(receiver, &head)); count++) {
		receive_frame(&head, bytes);
		if (mmnif_receive_done(receiver))
			link_ring(link, &link->peer->apic_id);
	}
	if (mmnif_receive_makes_room(receiver))
		link_ring(link, &link->peer->apic_id);
	log_broken(link, broken, receiver->broken);
	return !mmnif_receive_sleep(receiver);
}

/** More than a batch waits for the next round, so that others have their turn. */
static void receive_run(struct net_work *work)
{
	bool more = false;

	for_each_link(link) more |= link_receive(link);
	if (more)
		net_work_wake(work);
}

/* Sending */

/** Copy a frame into the ring. False: no room. */
static bool link_write(struct mmnif_link *link, struct pbuf *frame)
{
	struct hermit_mmnif_frame head = {.length = frame->tot_len, .flags = HERMIT_MMNIF_CHECKED};
	uint32_t broken = link->sender.broken;
	struct net_offload offload;
	void *bytes = mmnif_send_begin(&link->sender, frame->tot_len);

	log_broken(link, broken, link->sender.broken);
	if (!bytes)
		return false;
	if (net_offload_tcp(frame, mmnif.net.mtu, &offload)) {
		head.flags = HERMIT_MMNIF_PARTIAL;
		head.checksum_start = offload.checksum_start;
		head.checksum_offset = offload.checksum_offset;
	}
	pbuf_copy_partial(frame, bytes, frame->tot_len, 0);
	if (mmnif_send_end(&link->sender, &head))
		link_ring(link, &link->sender.ring->consumer_apic);
	return true;
}

/** The ring is full: the peer's doorbell will say when it is not. */
static int link_wait(struct mmnif_link *link, struct pbuf *frame)
{
	if (link->count == WAITING_MAX)
		return -ENOBUFS;
	pbuf_ref(frame);
	link->waiting[(link->first + link->count) % WAITING_MAX] = frame;
	link->count++;
	if (mmnif_send_wait(&link->sender, link->waiting[link->first]->tot_len))
		net_work_wake(&mmnif.send_work);
	return 0;
}

static int link_send(struct mmnif_link *link, struct pbuf *frame)
{
	if (!link->count && link_write(link, frame))
		return 0;
	return link_wait(link, frame);
}

/** To all that are there. Who has no room misses it, as on any network. */
static int send_to_all(struct pbuf *frame)
{
	for_each_link(link) if (link_present(link) && (link->count || !link_write(link, frame)))
		mmnif.net.counters.not_sent++;
	return 0;
}

static int mmnif_transmit(struct net_device *net, struct pbuf *frame)
{
	const uint8_t *target = frame->payload;
	unsigned number = target[5];

	if (frame->tot_len > mmnif.frame_max || frame->tot_len < HERMIT_MMNIF_FRAME_MIN)
		return -EMSGSIZE;
	if (target[0] & 1)
		return send_to_all(frame);
	if (!memcmp(target, net->mac, 5) && number < mmnif.peers && number != mmnif.self &&
		link_present(&mmnif.links[number]))
		return link_send(&mmnif.links[number], frame);
	net->counters.not_sent++; /* nobody has this address now: lost on the way */
	return 0;
}

static struct pbuf *link_pop(struct mmnif_link *link)
{
	struct pbuf *frame = link->waiting[link->first];

	link->first = (link->first + 1) % WAITING_MAX;
	link->count--;
	return frame;
}

/** What waits for a peer that is gone is dropped. */
static void link_send_waiting(struct mmnif_link *link)
{
	while (link->count) {
		struct pbuf *next = link->waiting[link->first];
		if (!link_present(link))
			mmnif.net.counters.not_sent++;
		else if (!link_write(link, next)) {
			if (mmnif_send_wait(&link->sender, next->tot_len))
				continue;
			return;
		}
		pbuf_free(link_pop(link));
	}
}

static void send_run(struct net_work *work)
{
	for_each_link(link) link_send_waiting(link);
}

/** Interrupt: wake the network thread if there is something for it. */
static void mmnif_doorbell(void)
{
	bool frames = false, waiting = false;

	for_each_link(link)
	{
		struct hermit_mmnif_ring *ring = link->receiver.ring;
		frames |= mmnif_counter(&ring->head) != mmnif_counter(&ring->tail);
		waiting |= link->count != 0;
	}
	if (frames)
		net_work_wake(&mmnif.receive_work);
	if (waiting)
		net_work_wake(&mmnif.send_work);
}

/* Finding it */

static bool inside(const struct hermit_mmnif *area, uint64_t size, uint32_t offset, uint64_t length)
{
	return area->size <= size && is_aligned(offset, HERMIT_MMNIF_ALIGN) && offset + length <= area->size;
}

static bool area_is_sound(const struct hermit_mmnif *area, uint64_t size)
{
	uint64_t rings = (uint64_t)area->peers * (area->peers - 1);

	return size >= sizeof(*area) && area->magic == HERMIT_MMNIF_MAGIC && area->version == HERMIT_MMNIF_VERSION &&
	       area->peers >= 2 && area->peers <= HERMIT_MMNIF_PEERS_MAX && mmnif.self < area->peers &&
	       !(area->ring_size & (area->ring_size - 1)) && area->mtu >= MTU_LEAST && area->mtu <= HERMIT_MMNIF_MTU &&
	       area->ring_size >= 4 * mmnif_record_size(HERMIT_MMNIF_FRAME_MAX) &&
	       inside(area, size, area->peer_offset, area->peers * sizeof(struct hermit_mmnif_peer)) &&
	       inside(area, size, area->ring_offset, rings * sizeof(struct hermit_mmnif_ring)) &&
	       inside(area, size, area->data_offset, rings * area->ring_size);
}

static int link_start(struct mmnif_link *link, unsigned number)
{
	struct hermit_mmnif *area = mmnif.area;
	uint8_t *base = (uint8_t *)area, *data = base + area->data_offset;
	struct hermit_mmnif_peer *peers = (struct hermit_mmnif_peer *)(base + area->peer_offset);
	struct hermit_mmnif_ring *rings = (struct hermit_mmnif_ring *)(base + area->ring_offset);
	uint32_t out = hermit_mmnif_ring_number(mmnif.peers, mmnif.self, number);
	uint32_t in = hermit_mmnif_ring_number(mmnif.peers, number, mmnif.self);

	link->number = number;
	link->peer = &peers[number];
	if (number == mmnif.self)
		return 0;
	link->waiting = heap_alloc(WAITING_MAX * sizeof(link->waiting[0]));
	if (!link->waiting)
		return -ENOMEM;
	mmnif_sender_start(&link->sender, &rings[out], data + (size_t)out * area->ring_size, area->ring_size);
	mmnif_receiver_start(&link->receiver, &rings[in], data + (size_t)in * area->ring_size, area->ring_size);
	__atomic_store_n(&rings[in].consumer_apic, peers[mmnif.self].apic_id, __ATOMIC_RELEASE);
	return 0;
}

static int links_start(void)
{
	mmnif.links = heap_zalloc(mmnif.peers * sizeof(mmnif.links[0]));
	if (!mmnif.links)
		return -ENOMEM;
	for (unsigned number = 0; number < mmnif.peers; number++) {
		int error = link_start(&mmnif.links[number], number);
		if (error)
			return error;
	}
	return 0;
}

/** Others see this isle from here on. The first look asks for doorbells. */
static void mmnif_open(void)
{
	doorbell_attach(mmnif_doorbell);
	__atomic_store_n(&mmnif.links[mmnif.self].peer->present, 1, __ATOMIC_RELEASE);
	net_work_wake(&mmnif.receive_work);
}

static int mmnif_probe(void)
{
	static const uint8_t mac[6] = HERMIT_MMNIF_MAC;
	const struct hermit_boot_block *block = boot_info.loader.block;

	if (!block->network_size)
		return 0;
	mmnif.area = phys_to_virt(block->network);
	mmnif.self = block->isle + 1;
	if (!area_is_sound(mmnif.area, block->network_size)) {
		log_line("mmnif: Linux' area of %llu bytes is none that this kernel knows",
			(unsigned long long)block->network_size);
		return 0;
	}
	mmnif.peers = mmnif.area->peers;
	mmnif.frame_max = mmnif.area->mtu + HERMIT_MMNIF_FRAME_MIN;
	memcpy(mmnif.net.mac, mac, sizeof(mac));
	mmnif.net.mac[5] = (uint8_t)mmnif.self;
	mmnif.net.mtu = (uint16_t)mmnif.area->mtu;
	mmnif.net.offloads = NET_OFFLOAD_CHECKSUM;
	mmnif.net.transmit = mmnif_transmit;
	net_work_init(&mmnif.receive_work, receive_run);
	net_work_init(&mmnif.send_work, send_run);
	int error = links_start();
	if (!error)
		error = interface_add(&mmnif.net);
	if (!error)
		mmnif_open();
	return error;
}

const struct driver mmnif_driver = {"mmnif", mmnif_probe};
