/* SPDX-License-Identifier: BSD-3-Clause */
/* QEMU's fw_cfg device: files that the emulator's command line hands to the guest (QEMU, docs/specs/fw_cfg). */
#ifndef DRIVERS_FWCFG_H
#define DRIVERS_FWCFG_H

#include "lib/types.h"

/**
 * Read the file `name` whole into heap memory that the caller owns. 0; -ENODEV: there is no fw_cfg device with DMA;
 * -ENOENT; -EFBIG; -ENOMEM; -EIO: the device refused.
 */
int fwcfg_read_file(const char *name, void **contents, size_t *size);

#endif
