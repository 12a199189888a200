/* SPDX-License-Identifier: BSD-3-Clause */
#include "control_stream.h"

#include "relay_state.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONTROL_ANSWER_MS    10000 /* for a client to take its answer */
#define CONTROL_CREDIT_PIECE (HERMIT_RELAYED_WINDOW / 4)

static unsigned number_of(const struct relay *r, const struct connection *c)
{
	return HERMIT_RELAYED_FIRST + (unsigned)(c - r->control.connections);
}

void control_close(struct connection *c)
{
	if (c->fd >= 0)
		close(c->fd);
	buffer_free(&c->line);
	buffer_free(&c->out);
	*c = (struct connection){.fd = -1};
}

void control_answer(struct connection *c, const char *format, ...)
{
	char text[512];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buffer_append(&c->out, text, (size_t)length < sizeof(text) ? (size_t)length : sizeof(text) - 1);
	c->state = CONNECTION_ANSWER;
	c->deadline = relay_now_ms() + CONTROL_ANSWER_MS;
}

bool control_write(struct connection *c)
{
	while (buffer_length(&c->out)) {
		ssize_t sent = send(c->fd, buffer_start(&c->out), buffer_length(&c->out), MSG_DONTWAIT | MSG_NOSIGNAL);
		if (sent < 0)
			return errno == EAGAIN || errno == EINTR;
		buffer_consume(&c->out, (size_t)sent);
	}
	return true;
}

void control_stream_open(struct relay *r, struct connection *c, enum hermit_open_kind kind, const char *path)
{
	uint8_t payload[sizeof(struct hermit_open) + HERMIT_OPEN_PATH_MAX];
	struct hermit_open open = {.kind = kind};
	size_t length = strlen(path);
	memcpy(payload, &open, sizeof(open));
	memcpy(payload + sizeof(open), path, length);
	c->state = CONNECTION_OPENING;
	c->deadline = 0;
	c->credit = HERMIT_RELAYED_WINDOW;
	channel_send(&r->channel, HERMIT_FRAME_OPEN, number_of(r, c), payload, sizeof(open) + length);
}

bool control_stream_wants_input(const struct relay *r, const struct connection *c)
{
	return c->state == CONNECTION_STREAM && !c->client_ended && !c->isle_ended && c->credit > 0 &&
	       buffer_length(&r->channel.out) < RELAY_OUT_MAX;
}

/* The client is gone altogether. Its stream's number is free when the isle says so. */
static void leave(struct relay *r, struct connection *c)
{
	channel_send(&r->channel, HERMIT_FRAME_BROKEN, number_of(r, c), NULL, 0);
	control_close(c);
	c->state = CONNECTION_LEFT;
}

void control_stream_read(struct relay *r, struct connection *c)
{
	size_t most = c->credit < HERMIT_FRAME_MAX ? (size_t)c->credit : HERMIT_FRAME_MAX;
	ssize_t got = recv(c->fd, channel_data_reserve(&r->channel), most, MSG_DONTWAIT);
	if (got > 0) {
		channel_data_commit(&r->channel, number_of(r, c), (size_t)got);
		c->credit -= (uint64_t)got;
	} else if (got == 0) {
		c->client_ended = true;
		channel_send(&r->channel, HERMIT_FRAME_EOF, number_of(r, c), NULL, 0);
	} else if (errno != EAGAIN && errno != EINTR) {
		leave(r, c);
	}
}

void control_stream_flush(struct relay *r, struct connection *c)
{
	size_t before = buffer_length(&c->out);
	if (!control_write(c)) {
		if (c->isle_ended)
			control_close(c);
		else
			leave(r, c);
		return;
	}
	if (c->isle_ended) {
		if (!buffer_length(&c->out))
			control_close(c);
		return;
	}
	c->credit_due += before - buffer_length(&c->out);
	if (c->credit_due > c->unwritten)
		c->credit_due = c->unwritten; /* the greeting is not the isle's */
	if (c->credit_due < CONTROL_CREDIT_PIECE)
		return;
	struct hermit_credit credit = {.bytes = (uint32_t)c->credit_due};
	c->unwritten -= c->credit_due;
	c->credit_due = 0;
	channel_send(&r->channel, HERMIT_FRAME_CREDIT, number_of(r, c), &credit, sizeof(credit));
}

static int on_opened(struct relay *r, struct connection *c, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_answer answer;
	if (frame->length != sizeof(answer) || (c->state != CONNECTION_OPENING && c->state != CONNECTION_LEFT))
		return -EPROTO;
	memcpy(&answer, payload, sizeof(answer));
	if (c->state == CONNECTION_LEFT) {
		if (answer.error)
			control_close(c);
		return 0;
	}
	if (answer.error) {
		if (r->control.attach == CONTROL_ATTACH_READY) /* if it was that: HotSpot is asked again next time */
			r->control.attach = CONTROL_ATTACH_NONE;
		if (c->greet)
			control_answer(c, "error: %s\n", strerror(-answer.error));
		else
			control_close(c);
		return 0;
	}
	c->state = CONNECTION_STREAM;
	if (c->greet)
		buffer_append(&c->out, "ok\n", 3);
	return 0;
}

static int on_data(struct relay *r, struct connection *c, const struct hermit_frame *frame, const void *payload)
{
	if (c->state == CONNECTION_LEFT)
		return 0;
	c->unwritten += frame->length;
	if (c->state != CONNECTION_STREAM || c->unwritten > HERMIT_RELAYED_WINDOW)
		return -EPROTO;
	buffer_append(&c->out, payload, frame->length);
	control_stream_flush(r, c);
	return 0;
}

static int on_credit(struct connection *c, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_credit credit;
	if (frame->length != sizeof(credit))
		return -EPROTO;
	memcpy(&credit, payload, sizeof(credit));
	c->credit += credit.bytes;
	return c->state == CONNECTION_STREAM && c->credit > HERMIT_RELAYED_WINDOW ? -EPROTO : 0;
}

static int on_end(struct relay *r, struct connection *c)
{
	if (c->state == CONNECTION_LEFT) {
		control_close(c);
		return 0;
	}
	if (c->state != CONNECTION_STREAM)
		return -EPROTO;
	c->isle_ended = true;
	control_stream_flush(r, c);
	return 0;
}

int control_stream_on_frame(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	unsigned index = frame->stream - HERMIT_RELAYED_FIRST;
	if (frame->stream < HERMIT_RELAYED_FIRST || index >= CONTROL_CONNECTIONS)
		return -EPROTO;
	struct connection *c = &r->control.connections[index];
	switch (frame->type) {
	case HERMIT_FRAME_OPENED:
		return on_opened(r, c, frame, payload);
	case HERMIT_FRAME_DATA:
		return on_data(r, c, frame, payload);
	case HERMIT_FRAME_CREDIT:
		return on_credit(c, frame, payload);
	case HERMIT_FRAME_EOF:
		return on_end(r, c);
	default:
		return -EPROTO;
	}
}
