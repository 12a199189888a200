/* SPDX-License-Identifier: BSD-3-Clause */
#include "drivers/drivers.h"

#include "lib/log.h"

const struct driver *const drivers[] = {
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
const unsigned drivers_count = array_size(drivers);

int drivers_probe(void)
{
	for (unsigned i = 0; i < drivers_count; i++) {
		int error = drivers[i]->probe();
		if (error) {
			log_line("driver %s: errno %d", drivers[i]->name, -error);
			return error;
		}
	}
	return 0;
}
