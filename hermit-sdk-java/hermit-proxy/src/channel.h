/* SPDX-License-Identifier: BSD-3-Clause */
/* The proxy's end of the isle channel: frames over a byte stream, a socket or the isle's device (hermit/channel.h). */
#ifndef PROXY_CHANNEL_H
#define PROXY_CHANNEL_H

#include "buffer.h"

#include <hermit/channel.h>

#include <stdbool.h>

struct channel {
	int fd;
	bool ended; /* the isle's side is closed, or broken */
	struct buffer in, out;
};

/** The descriptor does not block from now on. SIGPIPE is to be ignored. */
void channel_open(struct channel *channel, int fd);

/** Queues a frame; channel_flush sends it. */
void channel_send(struct channel *channel, unsigned type, unsigned stream, const void *payload, size_t length);

/** Room for the payload of a DATA frame, HERMIT_FRAME_MAX bytes; channel_data_commit queues the first `length` of it.
 */
uint8_t *channel_data_reserve(struct channel *channel);
void channel_data_commit(struct channel *channel, unsigned stream, size_t length);

/** Sends what the stream takes now. */
void channel_flush(struct channel *channel);

/** Receives what is there, up to a bound that keeps the loop fair. */
void channel_receive(struct channel *channel);

/**
 * The next whole frame: 1, with *payload pointing at it until the next call of any channel function. 0: none yet.
 * -EPROTO: longer than the protocol allows.
 */
int channel_next(struct channel *channel, struct hermit_frame *frame, const void **payload);

void channel_close(struct channel *channel);

#endif
