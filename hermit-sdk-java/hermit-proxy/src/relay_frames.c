/* SPDX-License-Identifier: BSD-3-Clause */
#include "fail.h"
#include "relay_state.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Credit goes back in quarters of a window: enough to keep the isle writing, seldom enough to cost nothing. */
#define RELAY_CREDIT_PIECE (HERMIT_CHANNEL_WINDOW / 4)
/* A stderr that takes nothing holds up to so much of the verbose log; the rest is counted and dropped. */
#define RELAY_LOG_PENDING_MAX (1024u * 1024u)
/* So many INT or TERM within so long, without a byte from the isle since the first: it will not end by itself. */
#define RELAY_REFUSALS   3
#define RELAY_REFUSAL_MS 2000

void relay_begin(struct relay *r)
{
	r->log_fd = r->setup->isle->log_fd;
	r->messages_fd = r->setup->isle->messages_fd;
	r->boot_deadline = relay_now_ms() + r->setup->boot_limit_ms;
	r->input_credit = HERMIT_CHANNEL_WINDOW;
	channel_open(&r->channel, r->setup->isle->channel_fd);
	source_open(&r->source, STDIN_FILENO);
	sink_open(&r->sinks[1], STDOUT_FILENO);
	sink_open(&r->sinks[2], STDERR_FILENO);
	sink_open(&r->log_out, STDERR_FILENO);
}

void relay_show_log(struct relay *r, const char *bytes, size_t size)
{
	if (buffer_length(&r->log_out.pending) + size > RELAY_LOG_PENDING_MAX) {
		r->log_lost += size;
		return;
	}
	if (r->log_lost) {
		char note[64];
		int length = snprintf(note, sizeof(note), "\n[%zu bytes of log lost]\n", r->log_lost);
		r->log_lost = 0;
		sink_put(&r->log_out, note, (size_t)length);
	}
	sink_put(&r->log_out, bytes, size);
}

/* ---- signals ---- */

static void relay_send_window_size(struct relay *r)
{
	struct winsize size;
	for (int fd = 0; fd < 3; fd++) {
		if (ioctl(fd, TIOCGWINSZ, &size) < 0)
			continue;
		struct hermit_window_size message = {.rows = size.ws_row,
			.columns = size.ws_col,
			.xpixel = size.ws_xpixel,
			.ypixel = size.ws_ypixel};
		channel_send(&r->channel, HERMIT_FRAME_WINDOW_SIZE, 0, &message, sizeof(message));
		return;
	}
}

static void relay_end_by_signal(struct relay *r, int number)
{
	r->outcome->end = RELAY_SIGNAL;
	r->outcome->status = number;
	r->over = true;
}

/* True when the isle has had its chances. */
static bool relay_is_refusing(struct relay *r, int number)
{
	if (number != SIGINT && number != SIGTERM)
		return false;
	int64_t now = relay_now_ms();
	if (r->heard || now - r->first_refusal > RELAY_REFUSAL_MS) {
		r->heard = false;
		r->refusals = 0;
		r->first_refusal = now;
	}
	return ++r->refusals >= RELAY_REFUSALS;
}

/*
 * Until its kernel is up, and again when the program is over and only its output is left to write, a signal does to the
 * proxy what it does to any program without a handler, which may be nothing.
 */
static void relay_forward_signal(struct relay *r, int number)
{
	bool ignored = signals_ignored() >> (number - 1) & 1;
	if (r->state != RELAY_STATE_RUNNING || (!ignored && relay_is_refusing(r, number))) {
		if (!ignored)
			relay_end_by_signal(r, number);
		return;
	}
	struct hermit_signal message = {.number = (uint32_t)number};
	channel_send(&r->channel, HERMIT_FRAME_SIGNAL, 0, &message, sizeof(message));
}

void relay_signal(struct relay *r, int number)
{
	if (number == SIGKILL)
		relay_end_by_signal(r, number);
	else
		relay_forward_signal(r, number);
}

/* ^Z: an isle that can stops with the proxy and goes on with it. */
static void relay_stop_and_continue(struct relay *r)
{
	struct isle *isle = r->setup->isle;
	int64_t before = relay_now_ms();
	if (isle->kind->pause)
		isle->kind->pause(isle, true);
	raise(SIGSTOP);
	if (isle->kind->pause)
		isle->kind->pause(isle, false);
	r->boot_deadline += relay_now_ms() - before;
}

void relay_serve_signals(struct relay *r)
{
	int number;
	while (!r->over && (number = signals_next(r->setup->signal_fd))) {
		if (number == SIGTSTP)
			relay_stop_and_continue(r);
		else if (number == SIGWINCH)
			relay_send_window_size(r);
		else if (number == SIGQUIT && control_takes_quit(r))
			continue;
		else if (signals_is_relayed(number))
			relay_forward_signal(r, number);
	}
}

/* ---- frames ---- */

/* The program closed its stream: a reader of ours sees the end now. stderr stays open, for messages of the proxy. */
static void relay_close_sink(struct relay *r, unsigned stream)
{
	if (stream == 1 && r->sinks[stream].fd >= 0)
		sink_close(&r->sinks[stream]);
}

void relay_settle_sink(struct relay *r, unsigned stream)
{
	static const char *const names[] = {"stdin", "stdout", "stderr"};
	struct sink *sink = &r->sinks[stream];
	r->credit_due[stream] += sink_take_written(sink);
	if (sink->broken && !r->told_broken[stream]) {
		r->told_broken[stream] = true;
		channel_send(&r->channel, HERMIT_FRAME_BROKEN, stream, NULL, 0);
		if (sink->error != EPIPE) {
			r->outcome->output_lost = true;
			fail_say("%s: %s", names[stream], strerror(sink->error));
		}
	}
	if (r->ended[stream] && !buffer_length(&sink->pending))
		relay_close_sink(r, stream);
	if (r->credit_due[stream] < RELAY_CREDIT_PIECE)
		return;
	struct hermit_credit credit = {.bytes = (uint32_t)r->credit_due[stream]};
	r->unwritten[stream] -= r->credit_due[stream];
	r->credit_due[stream] = 0;
	channel_send(&r->channel, HERMIT_FRAME_CREDIT, stream, &credit, sizeof(credit));
}

static int relay_on_hello(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_hello hello;
	if (frame->length != sizeof(hello) || r->state != RELAY_STATE_BOOTING)
		return -EPROTO;
	memcpy(&hello, payload, sizeof(hello));
	if (hello.magic != HERMIT_CHANNEL_MAGIC)
		return -EPROTO;
	if (hello.version != HERMIT_CHANNEL_VERSION)
		relay_fail(r, "the kernel speaks version %u of the channel, this proxy version %u", hello.version,
			HERMIT_CHANNEL_VERSION);
	r->state = RELAY_STATE_RUNNING;
	r->control.kernel = hello.kernel;
	r->outcome->was_up = true;
	return 0;
}

static int relay_on_exit(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_exit message;
	if (frame->length != sizeof(message))
		return -EPROTO;
	memcpy(&message, payload, sizeof(message));
	if (message.status > 255 || message.signal > 64)
		return -EPROTO;
	r->outcome->end = RELAY_EXIT;
	r->outcome->status = (int)(message.signal ? 128 + message.signal : message.status);
	r->state = RELAY_STATE_DRAINING;
	relay_stop_isle(r);
	return 0;
}

static int relay_on_data(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	if (frame->stream != 1 && frame->stream != 2)
		return -EPROTO;
	r->unwritten[frame->stream] += frame->length;
	if (r->unwritten[frame->stream] > HERMIT_CHANNEL_WINDOW)
		return -EPROTO;
	sink_put(&r->sinks[frame->stream], payload, frame->length);
	relay_settle_sink(r, frame->stream);
	return 0;
}

static int relay_on_credit(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	struct hermit_credit credit;
	if (frame->stream != 0 || frame->length != sizeof(credit))
		return -EPROTO;
	memcpy(&credit, payload, sizeof(credit));
	r->source.consumed += credit.bytes;
	r->input_credit += credit.bytes;
	return r->source.consumed > r->source.sent ? -EPROTO : 0;
}

static int relay_on_frame(struct relay *r, const struct hermit_frame *frame, const void *payload)
{
	if (frame->type != HERMIT_FRAME_HELLO && r->state == RELAY_STATE_BOOTING)
		return -EPROTO;
	if (frame->stream >= HERMIT_RELAYED_FIRST)
		return control_on_frame(r, frame, payload);
	switch (frame->type) {
	case HERMIT_FRAME_ATTACHED:
	case HERMIT_FRAME_CAUGHT:
		return control_on_frame(r, frame, payload);
	case HERMIT_FRAME_HELLO:
		return relay_on_hello(r, frame, payload);
	case HERMIT_FRAME_EXIT:
		return relay_on_exit(r, frame, payload);
	case HERMIT_FRAME_DATA:
		return relay_on_data(r, frame, payload);
	case HERMIT_FRAME_CREDIT:
		return relay_on_credit(r, frame, payload);
	case HERMIT_FRAME_EOF:
		if (frame->stream != 1 && frame->stream != 2)
			return -EPROTO;
		r->ended[frame->stream] = true;
		return 0;
	default:
		return -EPROTO;
	}
}

void relay_dispatch(struct relay *r)
{
	struct hermit_frame frame = {0};
	const void *payload = NULL;
	int status = 1;
	while (!r->over && r->state != RELAY_STATE_DRAINING) {
		status = channel_next(&r->channel, &frame, &payload);
		if (status <= 0)
			break;
		status = relay_on_frame(r, &frame, payload);
		if (status < 0)
			break;
	}
	if (status < 0)
		relay_fail(r, "the isle sent a frame that breaks the protocol (type %u, stream %u, length %u)",
			frame.type, frame.stream, frame.length);
}
