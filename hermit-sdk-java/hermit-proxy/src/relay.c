/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * States: BOOTING until HELLO, RUNNING until EXIT, then DRAINING until all output is written. A failure ends it from
 * any state. Bytes that the program wrote come before EXIT in the channel, so nothing of them is lost by stopping
 * the isle as soon as EXIT is here.
 */
#include "relay.h"

#include "channel.h"
#include "fail.h"
#include "relay_state.h"
#include "signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How often a terminal is looked at again whose foreground is somebody else (SIGCONT comes sooner, if it comes). */
#define RELAY_BACKGROUND_MS 1000

/* How long a helper may be seen to end before its isle is. */
#define RELAY_HELPER_MS 200

enum relay_slot {
	SLOT_CHANNEL,
	SLOT_SIGNALS,
	SLOT_STDIN,
	SLOT_STDOUT,
	SLOT_STDERR,
	SLOT_LOG,
	SLOT_MESSAGES,
	SLOT_LOG_OUT,
	SLOT_HELPERS,
	SLOT_CONTROL, /* the first of CONTROL_SLOTS */
	SLOTS = SLOT_CONTROL + CONTROL_SLOTS,
};

int64_t relay_now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void relay_fail(struct relay *r, const char *format, ...)
{
	va_list arguments;
	if (r->over)
		return;
	va_start(arguments, format);
	vsnprintf(r->outcome->reason, sizeof(r->outcome->reason), format, arguments);
	va_end(arguments);
	r->outcome->end = RELAY_FAILED;
	r->over = true;
}

void relay_stop_isle(struct relay *r)
{
	struct isle *isle = r->setup->isle;
	if (!r->stopped)
		isle->kind->stop(isle, r->outcome->end == RELAY_EXIT);
	r->stopped = true;
}

static bool relay_wants_input(const struct relay *r)
{
	return r->state == RELAY_STATE_RUNNING && !r->setup->stream_closed[0] && r->input_credit > 0 &&
	       buffer_length(&r->channel.out) < RELAY_OUT_MAX && source_is_ours(&r->source);
}

static struct pollfd relay_poll_sink(const struct sink *sink)
{
	bool pending = buffer_length(&sink->pending) > 0;
	/* A pipe is watched all the time: poll tells (POLLERR) when its last reader leaves. */
	bool watch = !sink->broken && (pending || sink->is_pipe);
	return (struct pollfd){.fd = watch ? sink->fd : -1, .events = pending ? POLLOUT : 0};
}

static int relay_own_timeout(const struct relay *r)
{
	if (relay_wants_input(r) && r->source.is_pipe && !r->source.drained)
		return 0;
	if (r->state == RELAY_STATE_BOOTING && r->setup->boot_limit_ms >= 0) {
		int64_t left = r->boot_deadline - relay_now_ms();
		return left > 0 ? (int)left : 0;
	}
	if (r->source.is_terminal && !r->source.ended && !source_is_ours(&r->source))
		return RELAY_BACKGROUND_MS;
	return -1;
}

static int relay_timeout(const struct relay *r)
{
	int own = relay_own_timeout(r), others = control_timeout(r);
	return own < 0 || (others >= 0 && others < own) ? others : own;
}

static void relay_poll(struct relay *r, struct pollfd *slots)
{
	short send = buffer_length(&r->channel.out) ? POLLOUT : 0;
	bool talking = r->state != RELAY_STATE_DRAINING;
	slots[SLOT_CHANNEL] = (struct pollfd){.fd = talking ? r->channel.fd : -1, .events = (short)(POLLIN | send)};
	slots[SLOT_SIGNALS] = (struct pollfd){.fd = r->setup->signal_fd, .events = POLLIN};
	slots[SLOT_STDIN] = (struct pollfd){.fd = relay_wants_input(r) ? r->source.fd : -1, .events = POLLIN};
	slots[SLOT_STDOUT] = relay_poll_sink(&r->sinks[1]);
	slots[SLOT_STDERR] = relay_poll_sink(&r->sinks[2]);
	slots[SLOT_LOG] = (struct pollfd){.fd = r->log_fd, .events = POLLIN};
	slots[SLOT_MESSAGES] = (struct pollfd){.fd = r->messages_fd, .events = POLLIN};
	slots[SLOT_LOG_OUT] = relay_poll_sink(&r->log_out);
	slots[SLOT_HELPERS] = (struct pollfd){.fd = talking ? r->setup->isle->helpers_fd : -1, .events = POLLIN};
	control_poll(r, slots + SLOT_CONTROL);
	if (poll(slots, SLOTS, relay_timeout(r)) < 0) {
		for (int i = 0; i < SLOTS; i++)
			slots[i].revents = 0;
		if (errno != EINTR)
			relay_fail(r, "poll: %s", strerror(errno));
	}
}

static void relay_read_input(struct relay *r)
{
	size_t most = r->input_credit < HERMIT_FRAME_MAX ? (size_t)r->input_credit : HERMIT_FRAME_MAX;
	ssize_t got = source_read(&r->source, channel_data_reserve(&r->channel), most);
	if (got > 0) {
		channel_data_commit(&r->channel, 0, (size_t)got);
		r->input_credit -= (uint64_t)got;
	} else if (got == 0) {
		channel_send(&r->channel, HERMIT_FRAME_EOF, 0, NULL, 0);
	}
}

/* Writes what is pending, hands credit back in large pieces, and tells the isle when nobody reads any more. */
static void relay_serve_sink(struct relay *r, unsigned stream, short events)
{
	struct sink *sink = &r->sinks[stream];
	if (events & POLLOUT)
		sink_flush(sink);
	if ((events & (POLLERR | POLLNVAL)) && !sink->broken)
		sink_break(sink, EPIPE);
	relay_settle_sink(r, stream);
}

static int relay_copy_log(struct relay *r, int fd, struct kernel_log *log)
{
	char bytes[4096];
	ssize_t got = read(fd, bytes, sizeof(bytes));
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? fd : -1;
	if (got == 0)
		return -1; /* its writer is gone: leave it out of poll from now on */
	kernel_log_add(log, bytes, (size_t)got);
	if (r->setup->verbose)
		relay_show_log(r, bytes, (size_t)got);
	return fd;
}

static void relay_serve_channel(struct relay *r)
{
	channel_receive(&r->channel);
	r->heard = true;
	relay_dispatch(r);
	if (r->channel.ended && r->state != RELAY_STATE_DRAINING) {
		r->outcome->isle_gone = true;
		relay_fail(r, "%s",
			r->state == RELAY_STATE_BOOTING ? "the isle ended before its kernel was up"
							: "the isle ended without an exit status");
	}
}

/* Where the isle has ended, its helpers do too. Then the channel has something to say, now or in a moment. */
static void relay_lose_helper(struct relay *r)
{
	struct isle *isle = r->setup->isle;
	struct pollfd channel = {.fd = r->channel.fd, .events = POLLIN};
	if (poll(&channel, 1, RELAY_HELPER_MS) > 0)
		return; /* and if it was the helper after all, that is still so after what the channel says */
	char *problem = isle->kind->describe_helpers(isle);
	relay_fail(r, "%s", problem);
	free(problem);
}

static void relay_serve(struct relay *r, const struct pollfd *slots)
{
	if (slots[SLOT_SIGNALS].revents)
		relay_serve_signals(r);
	if (slots[SLOT_LOG].revents)
		r->log_fd = relay_copy_log(r, r->log_fd, r->log);
	if (slots[SLOT_MESSAGES].revents)
		r->messages_fd = relay_copy_log(r, r->messages_fd, r->messages);
	if (slots[SLOT_CHANNEL].revents & ~POLLOUT)
		relay_serve_channel(r);
	else if (slots[SLOT_HELPERS].revents)
		relay_lose_helper(r);
	relay_serve_sink(r, 1, slots[SLOT_STDOUT].revents);
	relay_serve_sink(r, 2, slots[SLOT_STDERR].revents);
	if (slots[SLOT_LOG_OUT].revents)
		sink_flush(&r->log_out);
	if (slots[SLOT_STDIN].revents || (relay_wants_input(r) && r->source.is_pipe && !r->source.drained))
		relay_read_input(r);
	control_serve(r, slots + SLOT_CONTROL);
	if (r->state != RELAY_STATE_DRAINING)
		channel_flush(&r->channel);
}

static bool relay_is_over(struct relay *r)
{
	if (r->state == RELAY_STATE_DRAINING && !buffer_length(&r->sinks[1].pending) &&
		!buffer_length(&r->sinks[2].pending))
		r->over = true;
	if (r->state == RELAY_STATE_BOOTING && r->setup->boot_limit_ms >= 0 && relay_now_ms() >= r->boot_deadline)
		relay_fail(r, "the kernel was not up after %d seconds", r->setup->boot_limit_ms / 1000);
	return r->over;
}

/* Log and messages that were on their way when the isle ended; the writers are gone or about to, so this ends by
 * itself. */
static void relay_drain_logs(struct relay *r)
{
	int64_t limit = relay_now_ms() + 1000;
	while ((r->log_fd >= 0 || r->messages_fd >= 0) && relay_now_ms() < limit) {
		struct pollfd slots[] = {{.fd = r->log_fd, .events = POLLIN}, {.fd = r->messages_fd, .events = POLLIN}};
		if (poll(slots, 2, 100) < 0)
			break;
		if (slots[0].revents)
			r->log_fd = relay_copy_log(r, r->log_fd, r->log);
		if (slots[1].revents)
			r->messages_fd = relay_copy_log(r, r->messages_fd, r->messages);
	}
	sink_flush(&r->log_out);
}

void relay_run(const struct relay_setup *setup, struct kernel_log *log, struct kernel_log *messages,
	struct relay_outcome *outcome)
{
	struct relay r = {.setup = setup, .log = log, .messages = messages, .outcome = outcome};
	struct pollfd slots[SLOTS];
	*outcome = (struct relay_outcome){0};
	relay_begin(&r);
	control_begin(&r);
	do {
		relay_poll(&r, slots);
		relay_serve(&r, slots);
	} while (!relay_is_over(&r));
	if (!outcome->isle_gone)
		relay_stop_isle(&r);
	relay_drain_logs(&r);
	control_end(&r);
	channel_close(&r.channel);
	for (int stream = 1; stream <= 2; stream++)
		buffer_free(&r.sinks[stream].pending);
	buffer_free(&r.log_out.pending);
}
