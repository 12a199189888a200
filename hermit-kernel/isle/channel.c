/* SPDX-License-Identifier: BSD-3-Clause */
#include "isle/channel.h"

#include <linux/errno.h>
#include <arch/irq.h>
#include "arch/x86_64/power.h"
#include <hermit/version.h>
#include "isle/attach.h"
#include "isle/boot_info.h"
#include "isle/frames.h"
#include "isle/relayed_streams.h"
#include "isle/shared.h"
#include "isle/terminal.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/page.h"
#include "sched/sched.h"
#include "sched/signal.h"
#include "sync/mutex.h"
#include "time/clock.h"

#define CHANNEL_DRAIN_NS (10 * NS_PER_SEC) /* for the last bytes to leave; a proxy reads all the time */
#define CHANNEL_KILL_NS  (5 * NS_PER_SEC)  /* for the proxy to end the machine after EXIT */

static const struct channel_transport *channel_transport;
static struct mutex channel_send_lock; /* frames leave whole, one after the other */
static bool channel_ended;             /* EXIT is sent; under channel_send_lock */

/* Receiving */

static bool channel_take_signal(const void *payload)
{
	struct hermit_signal signal;
	memcpy(&signal, payload, sizeof(signal));
	if (signal.number < 1 || signal.number > SIGNALS)
		return false;
	siginfo_t info = {.si_signo = (int)signal.number, .si_code = SI_USER};
	signal_send_process((int)signal.number, &info);
	return true;
}

static bool channel_take_credit(const struct hermit_frame *frame, const void *payload)
{
	struct hermit_credit credit;
	memcpy(&credit, payload, sizeof(credit));
	return streams_credit(frame->stream, credit.bytes);
}

static bool channel_take_window_size(const void *payload)
{
	struct hermit_window_size size;
	memcpy(&size, payload, sizeof(size));
	terminal_set_size(&size);
	return true;
}

static bool channel_take(const struct hermit_frame *frame, const void *payload, uint32_t size)
{
	if (frame->stream >= HERMIT_RELAYED_FIRST)
		return relayed_take(frame, payload, size);
	switch (frame->type) {
	case HERMIT_FRAME_ATTACH:
		return attach_ask();
	case HERMIT_FRAME_DATA:
		return streams_input(payload, size);
	case HERMIT_FRAME_EOF:
		return streams_input_end();
	case HERMIT_FRAME_CREDIT:
		return channel_take_credit(frame, payload);
	case HERMIT_FRAME_BROKEN:
		return streams_broken(frame->stream);
	case HERMIT_FRAME_SIGNAL:
		return channel_take_signal(payload);
	case HERMIT_FRAME_WINDOW_SIZE:
		return channel_take_window_size(payload);
	default:
		return false;
	}
}

static const struct frame_receiver channel_receiver = {channel_take};
static struct frame_parser channel_parser = {.receiver = &channel_receiver};

void channel_receive(const void *bytes, size_t size)
{
	if (frames_feed(&channel_parser, bytes, size))
		return;
	const struct hermit_frame *frame = &channel_parser.head.frame;
	panic("channel: the proxy broke the protocol with a frame of type %u, stream %u, %u bytes", frame->type,
		frame->stream, frame->length);
}

/* Sending */

static void channel_send_locked(unsigned type, unsigned stream, const void *payload, uint32_t length)
{
	struct hermit_frame frame = {.type = (uint16_t)type, .stream = (uint16_t)stream, .length = length};
	if (channel_ended)
		return;
	channel_transport->send(&frame, sizeof(frame), payload, length);
}

void channel_send(unsigned type, unsigned stream, const void *payload, uint32_t length)
{
	mutex_lock(&channel_send_lock);
	channel_send_locked(type, stream, payload, length);
	mutex_unlock(&channel_send_lock);
}

static void channel_send_hello(void)
{
	struct memory_stats memory;
	page_stats(NODE_ANY, &memory);
	struct hermit_hello hello = {
		.magic = HERMIT_CHANNEL_MAGIC,
		.version = HERMIT_CHANNEL_VERSION,
		.cores = cores_online(),
		.kernel = HERMIT_VERSION_MAJOR << 16 | HERMIT_VERSION_MINOR,
		.memory = memory.total,
	};
	channel_send(HERMIT_FRAME_HELLO, 0, &hello, sizeof(hello));
}

void channel_tell_caught(void)
{
	static sigmask_t told; /* under channel_send_lock */
	if (!channel_transport)
		return;
	mutex_lock(&channel_send_lock);
	struct hermit_caught caught = {signal_caught_set() & HERMIT_TOLD_SIGNALS};
	if (caught.signals != told)
		channel_send_locked(HERMIT_FRAME_CAUGHT, 0, &caught, sizeof(caught));
	told = caught.signals;
	mutex_unlock(&channel_send_lock);
}

/* Life */

void channel_attach(const struct channel_transport *transport)
{
	channel_transport = transport;
	mutex_init(&channel_send_lock);
}

int channel_start(void)
{
	if (!channel_transport) {
		log_line("channel: nothing carries it; start the isle by its proxy");
		return -ENODEV;
	}
	int error = streams_init();
	if (!error)
		error = relayed_init();
	if (error)
		return error;
	channel_send_hello();
	channel_transport->start();
	return streams_open();
}

/** The proxy ends a VM isle when it has read EXIT; if it does not, the machine ends itself. */
static _Noreturn void channel_wait_for_end(void)
{
	uint64_t limit = clock_deadline_after(CHANNEL_KILL_NS);
	while (clock_monotonic_ns() < limit)
		sched_sleep_until(limit, false);
	power_end_failed("the proxy did not end the isle");
}

_Noreturn void channel_exit(int status, int signal)
{
	struct hermit_exit last = {.status = (uint32_t)status & 0xff, .signal = (uint32_t)signal};
	if (channel_transport) {
		mutex_lock(&channel_send_lock);
		channel_send_locked(HERMIT_FRAME_EXIT, 0, &last, sizeof(last));
		channel_ended = true;
		mutex_unlock(&channel_send_lock);
		if (!channel_transport->drain(CHANNEL_DRAIN_NS))
			log_line("channel: the proxy does not take the last bytes");
	}
	if (shared)
		power_end(&last);
	channel_wait_for_end();
}
