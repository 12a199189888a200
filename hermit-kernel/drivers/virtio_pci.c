/* SPDX-License-Identifier: BSD-3-Clause */
/* Virtio over PCI, the modern interface (virtio 1.2, section 4.1), with an MSI-X vector for each queue. */
#include <linux/errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <arch/io.h>
#include <arch/irq.h>
#include "drivers/drivers.h"
#include "drivers/pci.h"
#include "drivers/virtio.h"
#include "lib/format.h"
#include "lib/log.h"
#include "mm/heap.h"
#include "mm/kmap.h"
#include "mm/page.h"

#define VIRTIO_PCI_VENDOR        0x1af4u
#define VIRTIO_PCI_ID_FIRST      0x1000u /* transitional devices; their type is in the subsystem id */
#define VIRTIO_PCI_ID_MODERN     0x1040u /* plus the type */
#define VIRTIO_PCI_ID_LAST       0x107fu
#define VIRTIO_PCI_REGISTERS_MAX MIB(1)

/** A structure that a capability points to, mapped. */
struct pci_region {
	uint8_t *base;
	uint32_t size;
};

struct pci_device {
	struct virtio_device virtio;
	struct pci_function function;
	struct pci_region common, notify, config;
	uint32_t notify_multiplier;
	uint8_t *vectors; /* the MSI-X table */
	unsigned vector_count, vectors_used;
};

static struct pci_device *pci_of(struct virtio_device *device)
{
	return container_of(device, struct pci_device, virtio);
}

static uint8_t *common_of(struct virtio_device *device)
{
	return pci_of(device)->common.base;
}

/* Registers, section 4.1.4.3 */

static uint8_t pci_get_status(struct virtio_device *device)
{
	return mmio_read8(common_of(device) + VIRTIO_PCI_COMMON_STATUS);
}

static void pci_set_status(struct virtio_device *device, uint8_t status)
{
	mmio_write8(common_of(device) + VIRTIO_PCI_COMMON_STATUS, status);
}

static uint64_t pci_get_features(struct virtio_device *device)
{
	uint8_t *common = common_of(device);
	mmio_write32(common + VIRTIO_PCI_COMMON_DFSELECT, 1);
	uint64_t features = (uint64_t)mmio_read32(common + VIRTIO_PCI_COMMON_DF) << 32;
	mmio_write32(common + VIRTIO_PCI_COMMON_DFSELECT, 0);
	return features | mmio_read32(common + VIRTIO_PCI_COMMON_DF);
}

static void pci_set_features(struct virtio_device *device, uint64_t features)
{
	uint8_t *common = common_of(device);
	mmio_write32(common + VIRTIO_PCI_COMMON_GFSELECT, 1);
	mmio_write32(common + VIRTIO_PCI_COMMON_GF, (uint32_t)(features >> 32));
	mmio_write32(common + VIRTIO_PCI_COMMON_GFSELECT, 0);
	mmio_write32(common + VIRTIO_PCI_COMMON_GF, (uint32_t)features);
}

static uint16_t pci_queue_size_max(struct virtio_device *device, unsigned index)
{
	uint8_t *common = common_of(device);
	if (index >= mmio_read16(common + VIRTIO_PCI_COMMON_NUMQ))
		return 0;
	mmio_write16(common + VIRTIO_PCI_COMMON_Q_SELECT, (uint16_t)index);
	return (uint16_t)min((unsigned)mmio_read16(common + VIRTIO_PCI_COMMON_Q_SIZE), VIRTQUEUE_SIZE_MAX);
}

static void pci_set_address(uint8_t *registers, const void *ring)
{
	phys_t phys = virt_to_phys(ring);
	mmio_write32(registers, (uint32_t)phys);
	mmio_write32(registers + 4, (uint32_t)(phys >> 32));
}

static void pci_queue_interrupt(void *arg)
{
	struct virtqueue *queue = arg;
	queue->on_used(queue);
}

/** Writes the queue's entry of the MSI-X table, masked meanwhile (PCI 3.0, section 6.8.2). */
static void pci_program_vector(void *arg, uint64_t address, uint32_t data)
{
	struct virtqueue *queue = arg;
	uint8_t *entry = queue->vector;
	mmio_write32(entry + PCI_MSIX_ENTRY_VECTOR_CTRL, PCI_MSIX_ENTRY_CTRL_MASKBIT);
	mmio_write32(entry + PCI_MSIX_ENTRY_LOWER_ADDR, (uint32_t)address);
	mmio_write32(entry + PCI_MSIX_ENTRY_UPPER_ADDR, (uint32_t)(address >> 32));
	mmio_write32(entry + PCI_MSIX_ENTRY_DATA, data);
	mmio_write32(entry + PCI_MSIX_ENTRY_VECTOR_CTRL, 0);
}

/** Give the queue a vector of its own; section 4.1.5.1.2. A queue that is polled gets none. */
static int pci_attach_vector(struct pci_device *pci, struct virtqueue *queue)
{
	uint8_t *common = pci->common.base;
	if (!queue->on_used) {
		mmio_write16(common + VIRTIO_PCI_COMMON_Q_MSIX, VIRTIO_MSI_NO_VECTOR);
		return 0;
	}
	if (pci->vectors_used == pci->vector_count)
		return -ENOSPC;
	uint16_t index = (uint16_t)pci->vectors_used;
	queue->vector = pci->vectors + index * PCI_MSIX_ENTRY_SIZE;
	int error = irq_attach_msi(pci_queue_interrupt, queue, pci->virtio.name, pci_program_vector);
	if (error)
		return error;
	pci->vectors_used++;
	mmio_write16(common + VIRTIO_PCI_COMMON_Q_MSIX, index);
	return mmio_read16(common + VIRTIO_PCI_COMMON_Q_MSIX) == index ? 0 : -EIO;
}

static int pci_queue_enable(struct virtio_device *device, struct virtqueue *queue)
{
	struct pci_device *pci = pci_of(device);
	uint8_t *common = pci->common.base;
	mmio_write16(common + VIRTIO_PCI_COMMON_Q_SELECT, queue->index);
	mmio_write16(common + VIRTIO_PCI_COMMON_Q_SIZE, queue->size);
	pci_set_address(common + VIRTIO_PCI_COMMON_Q_DESCLO, queue->descriptors);
	pci_set_address(common + VIRTIO_PCI_COMMON_Q_AVAILLO, queue->available_ring);
	pci_set_address(common + VIRTIO_PCI_COMMON_Q_USEDLO, queue->used_ring);
	uint64_t doorbell = (uint64_t)mmio_read16(common + VIRTIO_PCI_COMMON_Q_NOFF) * pci->notify_multiplier;
	if (doorbell + sizeof(uint16_t) > pci->notify.size)
		return -EIO;
	queue->doorbell = pci->notify.base + doorbell;
	int error = pci_attach_vector(pci, queue);
	if (!error)
		mmio_write16(common + VIRTIO_PCI_COMMON_Q_ENABLE, 1);
	return error;
}

static void pci_notify(struct virtqueue *queue)
{
	mmio_write16(queue->doorbell, queue->index);
}

static uint32_t pci_config_generation(struct virtio_device *device)
{
	return mmio_read8(common_of(device) + VIRTIO_PCI_COMMON_CFGGENERATION);
}

static uint8_t pci_config_read8(struct virtio_device *device, unsigned offset)
{
	struct pci_region *config = &pci_of(device)->config;
	return offset < config->size ? mmio_read8(config->base + offset) : 0;
}

/** Changes of the configuration are not asked for; the queues get their vectors one by one. */
static int pci_attach_interrupt(struct virtio_device *device)
{
	mmio_write16(common_of(device) + VIRTIO_PCI_COMMON_MSIX, VIRTIO_MSI_NO_VECTOR);
	return 0;
}

static const struct virtio_transport pci_transport = {
	.get_status = pci_get_status,
	.set_status = pci_set_status,
	.get_features = pci_get_features,
	.set_features = pci_set_features,
	.queue_size_max = pci_queue_size_max,
	.queue_enable = pci_queue_enable,
	.notify = pci_notify,
	.config_generation = pci_config_generation,
	.config_read8 = pci_config_read8,
	.attach_interrupt = pci_attach_interrupt,
};

/* Finding */

/** Map what the first capability of a type points to, section 4.1.4; `at` gets the capability's offset. False: there is
 * none. */
static bool pci_map_region(
	const struct pci_function *function, uint8_t type, uint32_t size_min, struct pci_region *region, unsigned *at)
{
	for (*at = 0; (*at = pci_find_capability(function, PCI_CAP_ID_VNDR, *at));) {
		if (pci_read8(function, *at + VIRTIO_PCI_CAP_CFG_TYPE) != type)
			continue;
		phys_t base = pci_bar(function, pci_read8(function, *at + VIRTIO_PCI_CAP_BAR));
		region->size = pci_read32(function, *at + VIRTIO_PCI_CAP_LENGTH);
		if (!base || region->size < size_min || region->size > VIRTIO_PCI_REGISTERS_MAX)
			continue;
		region->base = kmap_device(base + pci_read32(function, *at + VIRTIO_PCI_CAP_OFFSET), region->size);
		return region->base;
	}
	return false;
}

/** The MSI-X table, all entries masked (PCI Local Bus 3.0, section 6.8.2). */
static bool pci_map_vectors(struct pci_device *pci)
{
	const struct pci_function *function = &pci->function;
	unsigned at = pci_find_capability(function, PCI_CAP_ID_MSIX, 0);
	if (!at)
		return false;
	uint16_t control = pci_read16(function, at + PCI_MSIX_FLAGS);
	uint32_t table = pci_read32(function, at + PCI_MSIX_TABLE);
	phys_t base = pci_bar(function, table & PCI_MSIX_TABLE_BIR);
	pci->vector_count = (control & PCI_MSIX_FLAGS_QSIZE) + 1u;
	pci->vectors =
		base ? kmap_device(base + (table & PCI_MSIX_TABLE_OFFSET), pci->vector_count * PCI_MSIX_ENTRY_SIZE)
		     : NULL;
	if (!pci->vectors)
		return false;
	for (unsigned i = 0; i < pci->vector_count; i++)
		mmio_write32(pci->vectors + i * PCI_MSIX_ENTRY_SIZE + PCI_MSIX_ENTRY_VECTOR_CTRL,
			PCI_MSIX_ENTRY_CTRL_MASKBIT);
	control &= (uint16_t)~PCI_MSIX_FLAGS_MASKALL;
	pci_write16(function, at + PCI_MSIX_FLAGS, control | PCI_MSIX_FLAGS_ENABLE);
	return true;
}

static bool pci_map(struct pci_device *pci)
{
	const struct pci_function *function = &pci->function;
	unsigned at;
	if (!pci_map_region(function, VIRTIO_PCI_CAP_COMMON_CFG, VIRTIO_PCI_COMMON_Q_NDATA, &pci->common, &at) ||
		!pci_map_region(function, VIRTIO_PCI_CAP_NOTIFY_CFG, sizeof(uint16_t), &pci->notify, &at))
		return false;
	pci->notify_multiplier = pci_read32(function, at + VIRTIO_PCI_NOTIFY_CAP_MULT);
	pci_map_region(function, VIRTIO_PCI_CAP_DEVICE_CFG, 1, &pci->config, &at); /* not every type has one */
	return pci_map_vectors(pci);
}

static uint32_t pci_type(const struct pci_function *function)
{
	if (function->device_id >= VIRTIO_PCI_ID_MODERN)
		return function->device_id - VIRTIO_PCI_ID_MODERN;
	return pci_read16(function, PCI_SUBSYSTEM_ID);
}

static int pci_add(const struct pci_function *function)
{
	if (function->vendor != VIRTIO_PCI_VENDOR || function->device_id < VIRTIO_PCI_ID_FIRST ||
		function->device_id > VIRTIO_PCI_ID_LAST)
		return 0;
	struct pci_device *pci = heap_zalloc(sizeof(*pci));
	if (!pci)
		return -ENOMEM;
	pci->function = *function;
	pci->virtio.transport = &pci_transport;
	pci->virtio.type = pci_type(function);
	snprintf(pci->virtio.name, sizeof(pci->virtio.name), "virtio%u@pci-%02x:%02x.%u", pci->virtio.type,
		function->bus, function->device, function->function);
	pci_enable(function);
	if (pci_map(pci)) {
		virtio_register(&pci->virtio);
		return 0;
	}
	log_line("%s: has no modern virtio registers or no MSI-X; it stays unused", pci->virtio.name);
	heap_free(pci);
	return 0;
}

static int virtio_pci_probe(void)
{
	return pci_for_each(pci_add);
}

const struct driver virtio_pci_driver = {"virtio-pci", virtio_pci_probe};
