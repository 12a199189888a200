/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/drivers.h"

#include "isle/boot_info.h"
#include "lib/log.h"

/* A VM isle has QEMU's devices. */
static const struct driver *const vm_drivers[] = {
	/* buses first: they find the devices of the others */
	&virtio_mmio_driver,
	&virtio_pci_driver,
	/* entropy before anything wants random numbers */
	&virtio_rng_driver,
	/* the channel to the proxy */
	&virtio_console_driver,
	/* host folders */
	&virtio_9p_driver,
	/* the network */
	&virtio_net_driver,
};

/* A multi-kernel isle has what it shares with Linux; the machine's devices are Linux'. */
static const struct driver *const isle_drivers[] = {
	&ring_channel_driver,
	&ring_9p_driver,
	&mmnif_driver,
};

static int probe_all(const struct driver *const *drivers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int error = drivers[i]->probe();
		if (error) {
			log_line("driver %s: errno %d", drivers[i]->name, -error);
			return error;
		}
	}
	return 0;
}

int drivers_probe(void)
{
	return boot_info.loader.block ? probe_all(isle_drivers, array_size(isle_drivers))
				      : probe_all(vm_drivers, array_size(vm_drivers));
}
