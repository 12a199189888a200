/* SPDX-License-Identifier: BSD-3-Clause */
/* The isle channel of multi-kernel isles: stream 0 of the memory shared with Linux. */
#include <arch/cpu.h>
#include <linux/errno.h>
#include "drivers/drivers.h"
#include "drivers/ring_stream.h"
#include "isle/channel.h"
#include "isle/doorbell.h"
#include "isle/shared.h"
#include "lib/log.h"
#include "time/clock.h"

static struct ring_stream stream;

static void receive(struct ring_stream *from, const void *bytes, uint32_t size)
{
	channel_receive(bytes, size);
}

static void doorbell(void)
{
	ring_stream_doorbell(&stream);
}

static void channel_begin(void)
{
	ring_stream_start(&stream);
}

static void channel_write(const void *head, size_t head_size, const void *payload, size_t size)
{
	ring_stream_write(&stream, head, head_size);
	ring_stream_write(&stream, payload, size);
	ring_stream_flush(&stream);
}

static bool channel_drain(uint64_t limit_ns)
{
	uint64_t limit = clock_deadline_after(limit_ns);

	while (!ring_stream_is_drained(&stream)) {
		if (clock_monotonic_ns() > limit)
			return false;
		cpu_relax();
	}
	return true;
}

static const struct channel_transport transport = {channel_begin, channel_write, channel_drain};

static int ring_channel_probe(void)
{
	if (!shared->streams) {
		log_line("shared memory has no stream for the channel");
		return -ENODEV;
	}
	ring_stream_init(&stream, 0, "channel");
	stream.receive = receive;
	doorbell_attach(doorbell);
	channel_attach(&transport);
	return 0;
}

const struct driver ring_channel_driver = {"ring-channel", ring_channel_probe};
