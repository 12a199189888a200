/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Cuts the proxy's byte stream into frames and checks them (hermit/channel.h). Pure: what a frame means is the
 * receiver's business. Payload of DATA is handed on in pieces as it arrives; all others are short and come whole.
 */
#ifndef ISLE_FRAMES_H
#define ISLE_FRAMES_H

#include <hermit/channel.h>
#include "lib/types.h"

struct frame_receiver {
	/** A piece of a DATA frame, or a whole frame of another type. False: the frame is not allowed now. */
	bool (*take)(const struct hermit_frame *frame, const void *payload, uint32_t size);
};

struct frame_parser {
	const struct frame_receiver *receiver;
	union {
		struct hermit_frame frame;
		uint8_t bytes[sizeof(struct hermit_frame)];
	} head;
	uint32_t head_filled;
	uint32_t filled;                                                    /* bytes of the payload that came */
	uint8_t payload[sizeof(struct hermit_open) + HERMIT_OPEN_PATH_MAX]; /* of short frames; OPEN is the longest */
	bool broken;
};

/** False once the peer has broken the protocol; parser->head.frame is the frame that did. */
bool frames_feed(struct frame_parser *parser, const void *bytes, size_t size);

#endif
