/* SPDX-License-Identifier: BSD-3-Clause */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define CHANNEL_RECEIVE_SIZE (4u * (HERMIT_FRAME_MAX + sizeof(struct hermit_frame)))

void channel_open(struct channel *channel, int fd)
{
	*channel = (struct channel){.fd = fd};
	fcntl(fd, F_SETFL, O_NONBLOCK);
}

void channel_send(struct channel *channel, unsigned type, unsigned stream, const void *payload, size_t length)
{
	struct hermit_frame frame = {.type = (uint16_t)type, .stream = (uint16_t)stream, .length = (uint32_t)length};
	buffer_append(&channel->out, &frame, sizeof(frame));
	buffer_append(&channel->out, payload, length);
}

uint8_t *channel_data_reserve(struct channel *channel)
{
	return buffer_reserve(&channel->out, sizeof(struct hermit_frame) + HERMIT_FRAME_MAX) +
	       sizeof(struct hermit_frame);
}

void channel_data_commit(struct channel *channel, unsigned stream, size_t length)
{
	struct hermit_frame frame = {.type = HERMIT_FRAME_DATA, .stream = (uint16_t)stream, .length = (uint32_t)length};
	uint8_t *place = buffer_reserve(&channel->out, sizeof(frame) + length);
	memcpy(place, &frame, sizeof(frame));
	buffer_commit(&channel->out, sizeof(frame) + length);
}

static bool channel_must_wait(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

void channel_flush(struct channel *channel)
{
	while (buffer_length(&channel->out)) {
		ssize_t sent = write(channel->fd, buffer_start(&channel->out), buffer_length(&channel->out));
		if (sent < 0) {
			/* A closed peer shows when it is read from, after what it still has to say. */
			if (!channel_must_wait())
				buffer_consume(&channel->out, buffer_length(&channel->out));
			return;
		}
		buffer_consume(&channel->out, (size_t)sent);
	}
}

void channel_receive(struct channel *channel)
{
	uint8_t *place = buffer_reserve(&channel->in, CHANNEL_RECEIVE_SIZE);
	ssize_t got = read(channel->fd, place, CHANNEL_RECEIVE_SIZE);
	if (got > 0)
		buffer_commit(&channel->in, (size_t)got);
	else if (got == 0 || !channel_must_wait())
		channel->ended = true;
}

int channel_next(struct channel *channel, struct hermit_frame *frame, const void **payload)
{
	if (buffer_length(&channel->in) < sizeof(*frame))
		return 0;
	memcpy(frame, buffer_start(&channel->in), sizeof(*frame));
	if (frame->length > HERMIT_FRAME_MAX)
		return -EPROTO;
	if (buffer_length(&channel->in) < sizeof(*frame) + frame->length)
		return 0;
	*payload = buffer_start(&channel->in) + sizeof(*frame);
	/* Only moves the start (or rewinds an empty buffer): the bytes stay where they are until the next receive. */
	buffer_consume(&channel->in, sizeof(*frame) + frame->length);
	return 1;
}

void channel_close(struct channel *channel)
{
	close(channel->fd);
	buffer_free(&channel->in);
	buffer_free(&channel->out);
}
