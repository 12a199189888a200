/* SPDX-License-Identifier: BSD-3-Clause */
/* Drivers: one explicit array (drivers/drivers.c), probed in its order at boot. */
#ifndef DRIVERS_DRIVER_H
#define DRIVERS_DRIVER_H

#include "lib/types.h"

struct driver {
	const char *name;
	/** Find and start devices; 0, also without any device, or an errno that stops the boot. */
	int (*probe)(void);
};

extern const struct driver *const drivers[];
extern const unsigned drivers_count;

int drivers_probe(void);

#endif
