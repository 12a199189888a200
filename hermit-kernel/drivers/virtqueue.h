/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Split virtqueue, driver's side (virtio 1.2, section 2.7): descriptor table, available ring, used ring.
 *
 * A request is a chain of segments: first those that the device reads, then those that it writes. Its token comes back
 * when the device has used it. No locking here: the owner of a queue holds one lock around all calls for it. What the
 * device writes into the used ring is checked; a queue whose device breaks the rules is `broken` and takes nothing
 * more.
 */
#ifndef DRIVERS_VIRTQUEUE_H
#define DRIVERS_VIRTQUEUE_H

#include <linux/virtio_ring.h>
#include "lib/io_segment.h"
#include "lib/types.h"

#define VIRTQUEUE_SIZE_MAX 1024u

/** What the driver remembers of a chain, at the index of its first descriptor. */
struct virtq_chain {
	void *token;                 /* NULL: no chain begins here */
	struct vring_desc *indirect; /* its table on the heap, or NULL */
	uint32_t writable;           /* bytes that the device may write */
};

struct virtqueue {
	uint16_t size; /* a power of two */
	uint16_t index;
	bool event_index; /* VIRTIO_RING_F_EVENT_IDX is negotiated */
	bool indirect;    /* VIRTIO_RING_F_INDIRECT_DESC is negotiated */
	bool broken;
	uint16_t free_head, free_count; /* of descriptors, chained by `next` */
	uint16_t available;             /* next entry of the available ring; counts freely, as ring indices do */
	uint16_t announced;             /* `available` at the last kick */
	uint16_t used;                  /* next entry of the used ring to read */
	struct virtq_chain *chains;

	struct vring_desc *descriptors;
	struct vring_avail *available_ring;
	struct vring_used *used_ring;
	_Atomic uint16_t *used_event;  /* section 2.7.7: the driver's wish */
	_Atomic uint16_t *avail_event; /* section 2.7.10: the device's */

	void (*notify)(struct virtqueue *queue);  /* the transport's doorbell */
	void (*on_used)(struct virtqueue *queue); /* interrupt handler of the driver, or NULL */
	void *doorbell, *vector;                  /* the transport's */
	void *device;
	void *owner; /* the driver's */
};

/** Memory for a queue of `size` entries, all empty. 0, -EINVAL, -ENOMEM. The caller sets notify, on_used, device,
 * owner, index. */
int virtqueue_init(struct virtqueue *queue, uint16_t size, bool event_index, bool indirect);
void virtqueue_free(struct virtqueue *queue);

/** Make a chain of `out` segments to read and `in` segments to write available. 0, -ENOSPC while the ring is full, -EIO
 * when broken. */
int virtqueue_add(struct virtqueue *queue, const struct io_segment *segments, unsigned out, unsigned in, void *token);
/** Tell the device about what was added, if it wants to know. */
void virtqueue_kick(struct virtqueue *queue);
/**
 * The same in two steps: does it want to know? If so, the caller rings queue->notify(queue), best when it has let go of
 * its lock: a machine may do the device's work right there.
 */
bool virtqueue_kick_wanted(struct virtqueue *queue);
/** The token of the next used chain, or NULL; `written`: how many bytes the device wrote. */
void *virtqueue_take(struct virtqueue *queue, uint32_t *written);
/** Ask for an interrupt at the next used chain. False: there is one already, take it first. */
bool virtqueue_enable_interrupts(struct virtqueue *queue);
/** Ask for none; the device may still send some. */
void virtqueue_disable_interrupts(struct virtqueue *queue);

#endif
