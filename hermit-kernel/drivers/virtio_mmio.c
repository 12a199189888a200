/* SPDX-License-Identifier: BSD-3-Clause */
/* Virtio over memory-mapped registers, version 2 (virtio 1.2, section 4.2.2). */
#include "drivers/virtio_mmio.h"

#include <linux/errno.h>
#include <linux/virtio_mmio.h>
#include <arch/io.h>
#include <arch/irq.h>
#include "drivers/drivers.h"
#include "drivers/virtio.h"
#include "isle/boot_info.h"
#include "lib/format.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/kmap.h"
#include "mm/page.h"

#define MMIO_MAGIC   0x74726976u /* "virt" */
#define MMIO_VERSION 2u

struct mmio_device {
	struct virtio_device virtio;
	unsigned irq;
};

static inline uint32_t mmio_get(struct virtio_device *device, unsigned offset)
{
	return mmio_read32((uint8_t *)device->registers + offset);
}

static inline void mmio_set(struct virtio_device *device, unsigned offset, uint32_t value)
{
	mmio_write32((uint8_t *)device->registers + offset, value);
}

static uint8_t mmio_get_status(struct virtio_device *device)
{
	return (uint8_t)mmio_get(device, VIRTIO_MMIO_STATUS);
}

static void mmio_set_status(struct virtio_device *device, uint8_t status)
{
	mmio_set(device, VIRTIO_MMIO_STATUS, status);
}

static uint64_t mmio_get_features(struct virtio_device *device)
{
	mmio_set(device, VIRTIO_MMIO_DEVICE_FEATURES_SEL, 1);
	uint64_t features = (uint64_t)mmio_get(device, VIRTIO_MMIO_DEVICE_FEATURES) << 32;
	mmio_set(device, VIRTIO_MMIO_DEVICE_FEATURES_SEL, 0);
	return features | mmio_get(device, VIRTIO_MMIO_DEVICE_FEATURES);
}

static void mmio_set_features(struct virtio_device *device, uint64_t features)
{
	mmio_set(device, VIRTIO_MMIO_DRIVER_FEATURES_SEL, 1);
	mmio_set(device, VIRTIO_MMIO_DRIVER_FEATURES, (uint32_t)(features >> 32));
	mmio_set(device, VIRTIO_MMIO_DRIVER_FEATURES_SEL, 0);
	mmio_set(device, VIRTIO_MMIO_DRIVER_FEATURES, (uint32_t)features);
}

static uint16_t mmio_queue_size_max(struct virtio_device *device, unsigned index)
{
	mmio_set(device, VIRTIO_MMIO_QUEUE_SEL, index);
	return (uint16_t)min(mmio_get(device, VIRTIO_MMIO_QUEUE_NUM_MAX), VIRTQUEUE_SIZE_MAX);
}

static void mmio_set_address(struct virtio_device *device, unsigned offset_low, unsigned offset_high, const void *ring)
{
	phys_t phys = virt_to_phys(ring);
	mmio_set(device, offset_low, (uint32_t)phys);
	mmio_set(device, offset_high, (uint32_t)(phys >> 32));
}

static int mmio_queue_enable(struct virtio_device *device, struct virtqueue *queue)
{
	mmio_set(device, VIRTIO_MMIO_QUEUE_SEL, queue->index);
	if (mmio_get(device, VIRTIO_MMIO_QUEUE_READY))
		return -EBUSY;
	mmio_set(device, VIRTIO_MMIO_QUEUE_NUM, queue->size);
	mmio_set_address(device, VIRTIO_MMIO_QUEUE_DESC_LOW, VIRTIO_MMIO_QUEUE_DESC_HIGH, queue->descriptors);
	mmio_set_address(device, VIRTIO_MMIO_QUEUE_AVAIL_LOW, VIRTIO_MMIO_QUEUE_AVAIL_HIGH, queue->available_ring);
	mmio_set_address(device, VIRTIO_MMIO_QUEUE_USED_LOW, VIRTIO_MMIO_QUEUE_USED_HIGH, queue->used_ring);
	mmio_set(device, VIRTIO_MMIO_QUEUE_READY, 1);
	return 0;
}

static void mmio_notify(struct virtqueue *queue)
{
	mmio_set(queue->device, VIRTIO_MMIO_QUEUE_NOTIFY, queue->index);
}

static uint32_t mmio_config_generation(struct virtio_device *device)
{
	return mmio_get(device, VIRTIO_MMIO_CONFIG_GENERATION);
}

static uint8_t mmio_config_read8(struct virtio_device *device, unsigned offset)
{
	return mmio_read8((uint8_t *)device->registers + VIRTIO_MMIO_CONFIG + offset);
}

static void mmio_interrupt(void *arg)
{
	struct virtio_device *device = arg;
	uint32_t causes = mmio_get(device, VIRTIO_MMIO_INTERRUPT_STATUS);
	if (!causes)
		return; /* the line is shared */
	mmio_set(device, VIRTIO_MMIO_INTERRUPT_ACK, causes);
	if (causes & VIRTIO_MMIO_INT_VRING)
		virtio_handle_queues(device);
	if (causes & VIRTIO_MMIO_INT_CONFIG && device->on_config)
		device->on_config(device);
}

static int mmio_attach_interrupt(struct virtio_device *device)
{
	struct mmio_device *mmio = container_of(device, struct mmio_device, virtio);
	return irq_attach(mmio->irq, true, mmio_interrupt, device, device->name);
}

static const struct virtio_transport mmio_transport = {
	.get_status = mmio_get_status,
	.set_status = mmio_set_status,
	.get_features = mmio_get_features,
	.set_features = mmio_set_features,
	.queue_size_max = mmio_queue_size_max,
	.queue_enable = mmio_queue_enable,
	.notify = mmio_notify,
	.config_generation = mmio_config_generation,
	.config_read8 = mmio_config_read8,
	.attach_interrupt = mmio_attach_interrupt,
};

static int mmio_add_device(void *registers, const struct virtio_mmio_place *place)
{
	struct mmio_device *mmio = heap_zalloc(sizeof(*mmio));
	if (!mmio)
		return -ENOMEM;
	mmio->irq = place->irq;
	mmio->virtio.transport = &mmio_transport;
	mmio->virtio.registers = registers;
	mmio->virtio.type = mmio_get(&mmio->virtio, VIRTIO_MMIO_DEVICE_ID);
	snprintf(mmio->virtio.name, sizeof(mmio->virtio.name), "virtio%u@%lx", mmio->virtio.type, place->base);
	virtio_register(&mmio->virtio);
	return 0;
}

/** Section 4.2.3.1.1: magic, version, and a device id that is not 0 (an empty slot). */
static int mmio_probe_place(const struct virtio_mmio_place *place)
{
	uint8_t *registers = kmap_device(place->base, place->size);
	if (!registers)
		return -ENOMEM;
	uint32_t magic = mmio_read32(registers + VIRTIO_MMIO_MAGIC_VALUE);
	uint32_t version = mmio_read32(registers + VIRTIO_MMIO_VERSION);
	uint32_t type = mmio_read32(registers + VIRTIO_MMIO_DEVICE_ID);
	if (magic != MMIO_MAGIC) {
		log_line("virtio-mmio at %#lx: no device registers there", place->base);
		return 0;
	}
	if (!type)
		return 0;
	if (version != MMIO_VERSION) {
		log_line("virtio-mmio at %#lx: register layout %u, only %u is known; QEMU wants -global "
			 "virtio-mmio.force-legacy=false",
			place->base, version, MMIO_VERSION);
		return 0;
	}
	return mmio_add_device(registers, place);
}

static int virtio_mmio_probe(void)
{
	const char *line = boot_info.loader.command_line ? boot_info.loader.command_line : "";
	struct virtio_mmio_place place;
	int found, error = 0;
	while (!error && (found = virtio_mmio_parse(&line, &place)) > 0)
		error = mmio_probe_place(&place);
	if (!error && found < 0) {
		log_line("kernel command line: virtio_mmio.device= is not SIZE@BASE:IRQ: %s", line);
		error = found;
	}
	return error;
}

const struct driver virtio_mmio_driver = {"virtio-mmio", virtio_mmio_probe};
