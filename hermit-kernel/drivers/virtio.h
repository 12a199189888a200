/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Virtio devices (virtio 1.2, chapter 3). Transports (virtio_mmio.c, virtio_pci.c) find them at boot and list them
 * here; the driver of a device type takes those of its type from the list:
 *
 *     virtio_start (features) → virtio_queue … → virtio_ready → requests
 */
#ifndef DRIVERS_VIRTIO_H
#define DRIVERS_VIRTIO_H

#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>
#include "drivers/virtqueue.h"
#include "lib/list.h"
#include "lib/types.h"

struct virtio_device;

/** Device register access of a transport; chapter 4. */
struct virtio_transport {
	uint8_t (*get_status)(struct virtio_device *device);
	void (*set_status)(struct virtio_device *device, uint8_t status);
	uint64_t (*get_features)(struct virtio_device *device);
	void (*set_features)(struct virtio_device *device, uint64_t features);
	/** Largest size of queue `index`; 0: the device has no such queue. */
	uint16_t (*queue_size_max)(struct virtio_device *device, unsigned index);
	/** Tell the device where the queue is and switch it on. 0 or errno. */
	int (*queue_enable)(struct virtio_device *device, struct virtqueue *queue);
	void (*notify)(struct virtqueue *queue);
	uint32_t (*config_generation)(struct virtio_device *device);
	uint8_t (*config_read8)(struct virtio_device *device, unsigned offset);
	/** Connect the interrupts; called once, before the first queue. */
	int (*attach_interrupt)(struct virtio_device *device);
};

#define VIRTIO_QUEUES_MAX 8u

struct virtio_device {
	const struct virtio_transport *transport;
	uint32_t type;                               /* VIRTIO_ID_* */
	char name[32];                               /* for messages */
	uint64_t features;                           /* negotiated */
	struct virtqueue *queues[VIRTIO_QUEUES_MAX]; /* in the order in which the driver made them */
	unsigned queue_count;
	void (*on_config)(struct virtio_device *device); /* the device changed its configuration; from its interrupt */
	void *registers;                                 /* the transport's */
	void *owner;                                     /* the driver's */
	struct list link;
};

/** A transport found a device. */
void virtio_register(struct virtio_device *device);
/** Next device of the type behind `after` (NULL: the first), or NULL. */
struct virtio_device *virtio_next(uint32_t type, struct virtio_device *after);

/** Reset and negotiate: VERSION_1, event index and indirect descriptors, and those of `wanted` that the device offers.
 * 0 or errno. */
int virtio_start(struct virtio_device *device, uint64_t wanted);
static inline bool virtio_has(const struct virtio_device *device, unsigned feature)
{
	return device->features >> feature & 1;
}
/** Make queue `index` with at most `size_max` entries; `on_used` runs in the interrupt handler. A queue or an error
 * pointer. */
struct virtqueue *virtio_queue(struct virtio_device *device, unsigned index, uint16_t size_max,
	void (*on_used)(struct virtqueue *queue), void *owner);
/** All queues are made: the device may go. */
void virtio_ready(struct virtio_device *device);
/** Give up on the device. */
void virtio_fail(struct virtio_device *device, const char *reason);
/** Read from the device's configuration, consistently (section 2.5.1). */
void virtio_config_read(struct virtio_device *device, unsigned offset, void *to, size_t size);
/** For interrupt handlers of transports. */
void virtio_handle_queues(struct virtio_device *device);

#endif
