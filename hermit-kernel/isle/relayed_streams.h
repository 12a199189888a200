/* SPDX-License-Identifier: BSD-3-Clause */
/* Streams that the proxy opens (hermit/channel.h): to AF_UNIX sockets of this isle, and to the kernel's log. */
#ifndef ISLE_RELAYED_STREAMS_H
#define ISLE_RELAYED_STREAMS_H

#include <hermit/channel.h>
#include "lib/types.h"

/** 0 or -ENOMEM. */
int relayed_init(void);
/** A frame of such a stream, or a piece of DATA; from interrupt handlers. False: the proxy may not send it now. */
bool relayed_take(const struct hermit_frame *frame, const void *payload, uint32_t size);

#endif
