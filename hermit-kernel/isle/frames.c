/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/frames.h"

#include "lib/string.h"

/** Does a proxy send such frames? Everything that can be said from the header alone. */
static bool frame_allowed(const struct hermit_frame *frame)
{
	bool relayed =
		frame->stream >= HERMIT_RELAYED_FIRST && frame->stream < HERMIT_RELAYED_FIRST + HERMIT_RELAYED_STREAMS;
	bool input = frame->stream == 0 || relayed, output = frame->stream == 1 || frame->stream == 2 || relayed;
	switch (frame->type) {
	case HERMIT_FRAME_DATA:
		return input && frame->length <= HERMIT_FRAME_MAX;
	case HERMIT_FRAME_EOF:
		return input && frame->length == 0;
	case HERMIT_FRAME_CREDIT:
		return output && frame->length == sizeof(struct hermit_credit);
	case HERMIT_FRAME_BROKEN:
		return output && frame->length == 0;
	case HERMIT_FRAME_SIGNAL:
		return frame->stream == 0 && frame->length == sizeof(struct hermit_signal);
	case HERMIT_FRAME_WINDOW_SIZE:
		return frame->stream == 0 && frame->length == sizeof(struct hermit_window_size);
	case HERMIT_FRAME_OPEN:
		return relayed && frame->length >= sizeof(struct hermit_open) &&
		       frame->length <= sizeof(struct hermit_open) + HERMIT_OPEN_PATH_MAX;
	case HERMIT_FRAME_ATTACH:
		return frame->stream == 0 && frame->length == 0;
	default:
		return false;
	}
}

static size_t frames_feed_head(struct frame_parser *parser, const uint8_t *bytes, size_t size)
{
	size_t part = min(size, sizeof(parser->head) - parser->head_filled);
	memcpy(parser->head.bytes + parser->head_filled, bytes, part);
	parser->head_filled += (uint32_t)part;
	if (parser->head_filled == sizeof(parser->head))
		parser->broken = !frame_allowed(&parser->head.frame);
	return part;
}

/** Takes payload; hands on what can be handed on. */
static size_t frames_feed_payload(struct frame_parser *parser, const uint8_t *bytes, size_t size)
{
	const struct hermit_frame *frame = &parser->head.frame;
	size_t part = min(size, (size_t)(frame->length - parser->filled));
	bool data = frame->type == HERMIT_FRAME_DATA;
	if (data && part)
		parser->broken = !parser->receiver->take(frame, bytes, (uint32_t)part);
	else if (!data)
		memcpy(parser->payload + parser->filled, bytes, part);
	parser->filled += (uint32_t)part;
	if (parser->filled == frame->length && !data)
		parser->broken = !parser->receiver->take(frame, parser->payload, frame->length);
	return part;
}

bool frames_feed(struct frame_parser *parser, const void *bytes, size_t size)
{
	const uint8_t *at = bytes;
	const uint8_t *end = at + size;
	while (!parser->broken) {
		if (parser->head_filled < sizeof(parser->head)) {
			if (at == end)
				break;
			at += frames_feed_head(parser, at, (size_t)(end - at));
			continue;
		}
		if (at == end && parser->filled < parser->head.frame.length)
			break;
		at += frames_feed_payload(parser, at, (size_t)(end - at));
		if (!parser->broken && parser->filled == parser->head.frame.length) {
			parser->head_filled = 0;
			parser->filled = 0;
		}
	}
	return !parser->broken;
}
