/* SPDX-License-Identifier: BSD-3-Clause */
#include "fake.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fake_log(struct fake *fake, const char *text)
{
	for (size_t length = strlen(text); length;) {
		ssize_t written = write(fake->log_fd, text, length);
		if (written <= 0)
			_exit(71);
		text += written;
		length -= (size_t)written;
	}
}

void fake_die(struct fake *fake, const char *format, ...)
{
	char text[256];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text) - 1, format, arguments);
	va_end(arguments);
	fake_log(fake, strcat(text, "\n"));
	_exit(70);
}

static void fake_write_all(struct fake *fake, const void *bytes, size_t size)
{
	for (const char *p = bytes; size;) {
		ssize_t written = write(fake->channel_fd, p, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			fake_die(fake, "channel: %s", strerror(errno));
		p += written;
		size -= (size_t)written;
	}
}

static bool fake_read_all(struct fake *fake, void *bytes, size_t size)
{
	for (char *p = bytes; size;) {
		ssize_t got = read(fake->channel_fd, p, size);
		if (got <= 0)
			return false;
		p += got;
		size -= (size_t)got;
	}
	return true;
}

void fake_send(struct fake *fake, unsigned type, unsigned stream, const void *payload, size_t length)
{
	struct hermit_frame frame = {.type = (uint16_t)type, .stream = (uint16_t)stream, .length = (uint32_t)length};
	fake_write_all(fake, &frame, sizeof(frame));
	fake_write_all(fake, payload, length);
}

void fake_hello(struct fake *fake, uint32_t version)
{
	struct hermit_hello hello = {.magic = HERMIT_CHANNEL_MAGIC,
		.version = version,
		.cores = 1,
		.kernel = 1u << 16 | 2,
		.memory = 1 << 20};
	fake_send(fake, HERMIT_FRAME_HELLO, 0, &hello, sizeof(hello));
}

static void fake_send_credit(struct fake *fake)
{
	fake_send(fake, HERMIT_FRAME_CREDIT, 0, &fake->credit_due, sizeof(fake->credit_due));
	fake->granted += fake->credit_due;
	fake->credit_due = 0;
}

void fake_consume(struct fake *fake, size_t bytes)
{
	buffer_consume(&fake->input, bytes);
	fake->credit_due += (uint32_t)bytes;
	if (fake->credit_due >= HERMIT_CHANNEL_WINDOW / 4)
		fake_send_credit(fake);
}

void fake_exit(struct fake *fake, uint32_t status, uint32_t signal)
{
	struct hermit_exit message = {.status = status, .signal = signal};
	if (fake->credit_due)
		fake_send_credit(fake);
	fake_send(fake, HERMIT_FRAME_EXIT, 0, &message, sizeof(message));
	/* As a kernel would: halt, and leave the rest to the proxy. If it does not come, say so. */
	sleep(20);
	fake_die(fake, "the proxy did not end QEMU");
}

static void fake_note_data(struct fake *fake, const struct hermit_frame *frame, const uint8_t *payload)
{
	fake->received += frame->length;
	if (frame->stream != 0 || fake->eof || !frame->length)
		fake_die(fake, "unexpected data");
	if (fake->received > fake->granted)
		fake_die(fake, "more data than credit");
	buffer_append(&fake->input, payload, frame->length);
}

static void fake_note(struct fake *fake, const struct hermit_frame *frame, const uint8_t *payload)
{
	struct hermit_credit credit;
	switch (frame->type) {
	case HERMIT_FRAME_DATA:
		fake_note_data(fake, frame, payload);
		break;
	case HERMIT_FRAME_EOF:
		fake->eof = true;
		break;
	case HERMIT_FRAME_BROKEN:
		fake->broken[frame->stream] = true;
		break;
	case HERMIT_FRAME_CREDIT:
		memcpy(&credit, payload, sizeof(credit));
		fake->credit[frame->stream] += credit.bytes;
		if (fake->credit[frame->stream] > HERMIT_CHANNEL_WINDOW)
			fake_die(fake, "too much credit for stream %u", frame->stream);
		break;
	case HERMIT_FRAME_SIGNAL:
	case HERMIT_FRAME_WINDOW_SIZE:
		break;
	default:
		fake_die(fake, "frame of type %u", frame->type);
	}
}

unsigned fake_receive(struct fake *fake, struct hermit_frame *frame, uint8_t *payload, int limit_ms)
{
	struct pollfd slot = {.fd = fake->channel_fd, .events = POLLIN};
	if (poll(&slot, 1, limit_ms) == 0)
		return 0;
	if (!fake_read_all(fake, frame, sizeof(*frame)))
		_exit(0); /* the proxy is gone */
	bool relayed =
		frame->stream >= HERMIT_RELAYED_FIRST && frame->stream < HERMIT_RELAYED_FIRST + HERMIT_RELAYED_STREAMS;
	if (frame->length > HERMIT_FRAME_MAX || (frame->stream > 2 && !relayed))
		fake_die(fake, "bad frame");
	if (!fake_read_all(fake, payload, frame->length))
		_exit(0);
	if (!relayed && frame->type != HERMIT_FRAME_ATTACH) /* those are the JVM's (fake_jvm.c) */
		fake_note(fake, frame, payload);
	return frame->type;
}

bool fake_write(struct fake *fake, unsigned stream, const void *bytes, size_t size)
{
	static uint8_t payload[HERMIT_FRAME_MAX];
	struct hermit_frame frame;
	for (const char *p = bytes; size;) {
		while (!fake->credit[stream] && !fake->broken[stream])
			fake_receive(fake, &frame, payload, -1);
		if (fake->broken[stream])
			return false;
		size_t piece = size < HERMIT_FRAME_MAX ? size : HERMIT_FRAME_MAX;
		if (piece > fake->credit[stream])
			piece = fake->credit[stream];
		fake_send(fake, HERMIT_FRAME_DATA, stream, p, piece);
		fake->credit[stream] -= piece;
		p += piece;
		size -= piece;
	}
	return true;
}

void fake_print(struct fake *fake, unsigned stream, const char *format, ...)
{
	char text[8192];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fake_write(fake, stream, text, strlen(text));
}
