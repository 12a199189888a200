/* SPDX-License-Identifier: BSD-3-Clause */
/* Devices behind registers in memory, as the kernel's command line tells them (virtio 1.2, section 4.2). */
#ifndef DRIVERS_VIRTIO_MMIO_H
#define DRIVERS_VIRTIO_MMIO_H

#include "lib/types.h"

struct virtio_mmio_place {
	phys_t base;
	uint64_t size;
	unsigned irq;
};

/**
 * The next `virtio_mmio.device=SIZE@BASE:IRQ[:ID]` in `*line` (the form that Linux defined), moving `*line` behind it.
 * 1: found; 0: no more; -EINVAL: malformed.
 */
int virtio_mmio_parse(const char **line, struct virtio_mmio_place *place);

#endif
