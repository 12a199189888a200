/* SPDX-License-Identifier: BSD-3-Clause */
/* Virtio 9P transport: one request queue, the mount tag in the configuration (virtio 1.2 leaves it to its device id 9;
 * QEMU, docs/devel/9pfs). */
#include <linux/errno.h>
#include <linux/virtio_9p.h>
#include "drivers/drivers.h"
#include "drivers/virtio.h"
#include "fs/ninep_transport.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "sync/waitq.h"

#define P9_QUEUE_MAX    128u
#define P9_SEGMENTS_MAX 256u /* QEMU takes 1024 in an indirect table */

struct p9_device {
	struct ninep_transport transport;
	struct spinlock lock; /* taken by the interrupt handler */
	struct virtqueue *queue;
	struct waitq room;
};

static void p9_used(struct virtqueue *queue)
{
	struct p9_device *device = queue->owner;
	struct ninep_request *request;
	uint32_t written;
	bool any = false;
	irqflags_t flags = spin_lock_irqsave(&device->lock);
	do {
		while ((request = virtqueue_take(queue, &written))) {
			request->written = written;
			request->done(request);
			any = true;
		}
	} while (!virtqueue_enable_interrupts(queue));
	spin_unlock_irqrestore(&device->lock, flags);
	if (any)
		waitq_wake_all(&device->room, 0);
}

static int p9_try_submit(struct p9_device *device, struct ninep_request *request)
{
	irqflags_t flags = spin_lock_irqsave(&device->lock);
	int error = virtqueue_add(device->queue, request->segments, request->out, request->in, request);
	/* while the ring is full, patience would be for ever */
	bool kick = (error || !request->patient) && virtqueue_kick_wanted(device->queue);
	spin_unlock_irqrestore(&device->lock, flags);
	if (kick)
		device->queue->notify(device->queue);
	return error;
}

static int p9_submit(struct ninep_transport *transport, struct ninep_request *request)
{
	struct p9_device *device = container_of(transport, struct p9_device, transport);
	int error = -ENOSPC;
	/* -ENOSPC: the ring is full; the condition stops being evaluated once the request is in */
	wait_event(&device->room, error != -ENOSPC || (error = p9_try_submit(device, request)) != -ENOSPC);
	return error;
}

static int p9_read_tag(struct virtio_device *device, char *tag, size_t size)
{
	uint16_t length;
	if (!virtio_has(device, VIRTIO_9P_MOUNT_TAG))
		return -ENODEV;
	virtio_config_read(device, offsetof(struct virtio_9p_config, tag_len), &length, sizeof(length));
	if (length == 0 || length >= size)
		return -ENAMETOOLONG;
	virtio_config_read(device, offsetof(struct virtio_9p_config, tag), tag, length);
	tag[length] = 0;
	return 0;
}

static int p9_start(struct virtio_device *virtio)
{
	struct p9_device *device = heap_zalloc(sizeof(*device));
	if (!device)
		return -ENOMEM;
	spin_init(&device->lock);
	waitq_init(&device->room);
	int error = virtio_start(virtio, 1ULL << VIRTIO_9P_MOUNT_TAG);
	if (error)
		return error;
	if (p9_read_tag(virtio, device->transport.tag, sizeof(device->transport.tag))) {
		virtio_fail(virtio, "has no mount tag of 1 to 63 bytes");
		return 0;
	}
	device->queue = virtio_queue(virtio, 0, P9_QUEUE_MAX, p9_used, device);
	if (is_error(device->queue)) {
		virtio_fail(virtio, "has no request queue");
		return (int)ptr_error(device->queue);
	}
	virtio_ready(virtio);
	bool indirect = virtio_has(virtio, VIRTIO_RING_F_INDIRECT_DESC);
	device->transport.requests_max = device->queue->size;
	device->transport.segments_max = indirect ? P9_SEGMENTS_MAX : device->queue->size;
	device->transport.submit = p9_submit;
	ninep_transport_register(&device->transport);
	return 0;
}

static int virtio_9p_probe(void)
{
	int error = 0;
	for (struct virtio_device *device = NULL; !error && (device = virtio_next(VIRTIO_ID_9P, device));)
		error = p9_start(device);
	return error;
}

const struct driver virtio_9p_driver = {"virtio-9p", virtio_9p_probe};
