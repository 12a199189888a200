/* SPDX-License-Identifier: BSD-3-Clause */
/* The drivers that drivers.c lists. */
#ifndef DRIVERS_DRIVERS_H
#define DRIVERS_DRIVERS_H

#include "drivers/driver.h"

extern const struct driver virtio_mmio_driver;
extern const struct driver virtio_pci_driver;
extern const struct driver virtio_rng_driver;
extern const struct driver virtio_console_driver;
extern const struct driver virtio_9p_driver;
extern const struct driver virtio_net_driver;
extern const struct driver ring_channel_driver;
extern const struct driver ring_9p_driver;
extern const struct driver mmnif_driver;

#endif
