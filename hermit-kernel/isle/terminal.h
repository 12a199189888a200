/* SPDX-License-Identifier: BSD-3-Clause */
/* What standard streams answer that are terminals on the host. The terminal's modes are the host's and do not change
 * from here. */
#ifndef ISLE_TERMINAL_H
#define ISLE_TERMINAL_H

#include <hermit/boot.h>
#include <hermit/channel.h>
#include "lib/types.h"

void terminal_init(const struct hermit_boot_streams *streams);
bool terminal_is(unsigned stream);
/** From interrupt handlers; raises SIGWINCH where the size changed. */
void terminal_set_size(const struct hermit_window_size *size);
/** tty_ioctl(4). */
long terminal_ioctl(unsigned request, uint64_t argument);

#endif
