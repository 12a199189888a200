/* SPDX-License-Identifier: BSD-3-Clause */
/* Serial line COM1, polled: the sink of the kernel log. */
#ifndef DRIVERS_SERIAL_H
#define DRIVERS_SERIAL_H

#include "lib/types.h"

/** From every context. The caller keeps writers apart. Returns at once where the machine has no such line. */
void serial_write(const char *text, size_t size);

#endif
