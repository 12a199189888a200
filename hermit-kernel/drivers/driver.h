/* SPDX-License-Identifier: BSD-3-Clause */
/* Drivers: an explicit array for each kind of isle (drivers/drivers.c), probed in its order at boot. */
#ifndef DRIVERS_DRIVER_H
#define DRIVERS_DRIVER_H

#include "lib/types.h"

struct driver {
	const char *name;
	/** Find and start devices; 0, also without any device, or an errno that stops the boot. */
	int (*probe)(void);
};

int drivers_probe(void);

#endif
