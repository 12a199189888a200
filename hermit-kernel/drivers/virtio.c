/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/virtio.h"

#include <linux/errno.h>
#include <arch/cpu.h>
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/page.h"

#define VIRTIO_RESET_SPINS  10000000u
#define VIRTIO_CONFIG_TRIES 100

static struct list virtio_devices = LIST_INIT(virtio_devices); /* filled while booting, then constant */

void virtio_register(struct virtio_device *device)
{
	list_append(&virtio_devices, &device->link);
}

struct virtio_device *virtio_next(uint32_t type, struct virtio_device *after)
{
	struct list *from = after ? &after->link : &virtio_devices;
	for (struct list *node = from->next; node != &virtio_devices; node = node->next) {
		struct virtio_device *device = list_entry(node, struct virtio_device, link);
		if (device->type == type)
			return device;
	}
	return NULL;
}

static void virtio_add_status(struct virtio_device *device, uint8_t bits)
{
	device->transport->set_status(device, device->transport->get_status(device) | bits);
}

/** Section 3.1.1, step 1; a device may take its time (section 4.1.4.3.2). */
static int virtio_reset(struct virtio_device *device)
{
	device->transport->set_status(device, 0);
	for (unsigned spins = 0; spins < VIRTIO_RESET_SPINS; spins++) {
		if (!device->transport->get_status(device))
			return 0;
		cpu_relax();
	}
	return -EIO;
}

void virtio_fail(struct virtio_device *device, const char *reason)
{
	log_line("%s: %s; the device stays unused", device->name, reason);
	virtio_add_status(device, VIRTIO_CONFIG_S_FAILED);
}

/** Section 3.1.1, steps 1 to 6. */
int virtio_start(struct virtio_device *device, uint64_t wanted)
{
	if (virtio_reset(device)) {
		virtio_fail(device, "does not reset");
		return -EIO;
	}
	virtio_add_status(device, VIRTIO_CONFIG_S_ACKNOWLEDGE);
	virtio_add_status(device, VIRTIO_CONFIG_S_DRIVER);
	uint64_t offered = device->transport->get_features(device);
	wanted |= 1ULL << VIRTIO_F_VERSION_1 | 1ULL << VIRTIO_RING_F_EVENT_IDX | 1ULL << VIRTIO_RING_F_INDIRECT_DESC;
	device->features = offered & wanted;
	if (!virtio_has(device, VIRTIO_F_VERSION_1)) {
		virtio_fail(device, "does not speak virtio 1.0 or later");
		return -ENODEV;
	}
	device->transport->set_features(device, device->features);
	virtio_add_status(device, VIRTIO_CONFIG_S_FEATURES_OK);
	if (!(device->transport->get_status(device) & VIRTIO_CONFIG_S_FEATURES_OK)) {
		virtio_fail(device, "refuses the features");
		return -ENODEV;
	}
	return device->transport->attach_interrupt(device);
}

struct virtqueue *virtio_queue(struct virtio_device *device, unsigned index, uint16_t size_max,
	void (*on_used)(struct virtqueue *queue), void *owner)
{
	uint16_t size = min(device->transport->queue_size_max(device, index), size_max);
	if (!size || device->queue_count == VIRTIO_QUEUES_MAX)
		return error_ptr(-ENODEV);
	while (size & (size - 1)) /* a power of two: the largest below */
		size &= (uint16_t)(size - 1);
	struct virtqueue *queue = heap_zalloc(sizeof(*queue));
	if (!queue)
		return error_ptr(-ENOMEM);
	int error = virtqueue_init(queue, size, virtio_has(device, VIRTIO_RING_F_EVENT_IDX),
		virtio_has(device, VIRTIO_RING_F_INDIRECT_DESC));
	if (error) {
		heap_free(queue);
		return error_ptr(error);
	}
	queue->index = (uint16_t)index;
	queue->device = device;
	queue->owner = owner;
	queue->notify = device->transport->notify;
	queue->on_used = on_used;
	device->queues[device->queue_count++] = queue;
	error = device->transport->queue_enable(device, queue);
	return error ? error_ptr(error) : queue;
}

void virtio_ready(struct virtio_device *device)
{
	virtio_add_status(device, VIRTIO_CONFIG_S_DRIVER_OK);
}

void virtio_config_read(struct virtio_device *device, unsigned offset, void *to, size_t size)
{
	uint32_t before, after;
	int tries = 0;
	do {
		before = device->transport->config_generation(device);
		for (size_t i = 0; i < size; i++)
			((uint8_t *)to)[i] = device->transport->config_read8(device, offset + (unsigned)i);
		after = device->transport->config_generation(device);
	} while (before != after && ++tries < VIRTIO_CONFIG_TRIES);
}

void virtio_handle_queues(struct virtio_device *device)
{
	for (unsigned i = 0; i < device->queue_count; i++)
		if (device->queues[i]->on_used)
			device->queues[i]->on_used(device->queues[i]);
}
