/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A program that is a JVM as far as the proxy can tell: it has a handler for SIGQUIT, an attach socket that says back
 * what it is told, and a kernel with a log.
 */
#include "fake.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct fake_stream {
	bool open, follow;
	uint64_t credit, granted; /* what may be sent; what the proxy may send */
	struct buffer echo;
	bool eof;
} streams[HERMIT_RELAYED_STREAMS];

static void answer(struct fake *fake, unsigned type, unsigned stream, int error)
{
	struct hermit_answer message = {.error = error};
	fake_send(fake, type, stream, &message, sizeof(message));
}

static void end_stream(struct fake *fake, unsigned number)
{
	struct fake_stream *stream = &streams[number - HERMIT_RELAYED_FIRST];
	stream->open = false;
	buffer_free(&stream->echo);
	fake_send(fake, HERMIT_FRAME_EOF, number, NULL, 0);
}

static void send_echo(struct fake *fake, unsigned number)
{
	struct fake_stream *stream = &streams[number - HERMIT_RELAYED_FIRST];
	while (buffer_length(&stream->echo) && stream->credit) {
		size_t piece = buffer_length(&stream->echo);
		piece = piece < 1000 ? piece : 1000;
		piece = piece < stream->credit ? piece : stream->credit;
		fake_send(fake, HERMIT_FRAME_DATA, number, buffer_start(&stream->echo), piece);
		buffer_consume(&stream->echo, piece);
		stream->credit -= piece;
	}
	if (stream->eof && !buffer_length(&stream->echo))
		end_stream(fake, number);
}

static void on_open(struct fake *fake, const struct hermit_frame *frame, const uint8_t *payload)
{
	static const char log[] = "first line of the log\nsecond line\n";
	struct fake_stream *stream = &streams[frame->stream - HERMIT_RELAYED_FIRST];
	struct hermit_open open;
	char path[HERMIT_OPEN_PATH_MAX + 1] = "";
	memcpy(&open, payload, sizeof(open));
	memcpy(path, payload + sizeof(open), frame->length - sizeof(open));
	if (stream->open)
		fake_die(fake, "stream %u is open already", frame->stream);
	if (open.kind == HERMIT_OPEN_SOCKET && strncmp(path, "/tmp/.java_pid", 14) != 0) {
		answer(fake, HERMIT_FRAME_OPENED, frame->stream, -ENOENT);
		return;
	}
	*stream = (struct fake_stream){.open = true, .credit = HERMIT_RELAYED_WINDOW, .granted = HERMIT_RELAYED_WINDOW};
	stream->follow = open.kind == HERMIT_OPEN_LOG_FOLLOW;
	answer(fake, HERMIT_FRAME_OPENED, frame->stream, 0);
	if (open.kind == HERMIT_OPEN_SOCKET)
		return;
	buffer_append(&stream->echo, log, sizeof(log) - 1);
	stream->eof = !stream->follow;
	send_echo(fake, frame->stream);
}

static void on_data(struct fake *fake, const struct hermit_frame *frame, const uint8_t *payload)
{
	struct fake_stream *stream = &streams[frame->stream - HERMIT_RELAYED_FIRST];
	struct hermit_credit credit = {.bytes = frame->length};
	if (!stream->open)
		return; /* was on its way when the stream ended */
	if (frame->length > stream->granted)
		fake_die(fake, "more data than credit on stream %u", frame->stream);
	buffer_append(&stream->echo, payload, frame->length);
	fake_send(fake, HERMIT_FRAME_CREDIT, frame->stream, &credit, sizeof(credit));
	send_echo(fake, frame->stream);
}

static void on_relayed(struct fake *fake, const struct hermit_frame *frame, const uint8_t *payload)
{
	struct fake_stream *stream = &streams[frame->stream - HERMIT_RELAYED_FIRST];
	struct hermit_credit credit;
	switch (frame->type) {
	case HERMIT_FRAME_OPEN:
		on_open(fake, frame, payload);
		return;
	case HERMIT_FRAME_DATA:
		on_data(fake, frame, payload);
		return;
	case HERMIT_FRAME_CREDIT:
		memcpy(&credit, payload, sizeof(credit));
		stream->credit += credit.bytes;
		if (stream->open && stream->credit > HERMIT_RELAYED_WINDOW)
			fake_die(fake, "too much credit for stream %u", frame->stream);
		break;
	case HERMIT_FRAME_EOF:
		stream->eof = true;
		break;
	case HERMIT_FRAME_BROKEN:
		if (stream->open)
			end_stream(fake, frame->stream);
		return;
	}
	if (stream->open)
		send_echo(fake, frame->stream);
}

static void on_signal(struct fake *fake, const uint8_t *payload)
{
	struct hermit_signal message;
	memcpy(&message, payload, sizeof(message));
	fake_print(fake, 1, "signal %u\n", message.number);
	if (message.number == SIGTERM)
		fake_exit(fake, 143, 0);
}

/* jvm [mute]: until SIGTERM; mute: HotSpot does not answer when it is asked to listen */
void fake_do_jvm(struct fake *fake)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	struct hermit_caught caught = {.signals = 1ull << (SIGQUIT - 1) | 1ull << (SIGTERM - 1)};
	bool mute = fake->program_count > 2 && !strcmp(fake->program[2], "mute");
	fake_send(fake, HERMIT_FRAME_CAUGHT, 0, &caught, sizeof(caught));
	fake_print(fake, 1, "listening\n");
	for (;;) {
		unsigned type = fake_receive(fake, &frame, payload, -1);
		if (frame.stream >= HERMIT_RELAYED_FIRST) {
			on_relayed(fake, &frame, payload);
		} else if (type == HERMIT_FRAME_SIGNAL) {
			on_signal(fake, payload);
		} else if (type == HERMIT_FRAME_ATTACH) {
			fake_print(fake, 1, "asked to attach\n");
			answer(fake, HERMIT_FRAME_ATTACHED, 0, mute ? -ETIMEDOUT : 0);
		}
	}
}
