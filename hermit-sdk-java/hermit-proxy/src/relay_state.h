/* SPDX-License-Identifier: BSD-3-Clause */
/* What relay.c (the loop), relay_frames.c (what a frame or a signal means) and control*.c share; nobody else includes
 * it. */
#ifndef PROXY_RELAY_STATE_H
#define PROXY_RELAY_STATE_H

#include "channel.h"
#include "control.h"
#include "isle.h"
#include "relay.h"
#include "sink.h"
#include "source.h"

#include <stdint.h>

/* Output frames wait for a slow isle only up to here; beyond it, no more input is read. */
#define RELAY_OUT_MAX (4u * HERMIT_FRAME_MAX)

enum relay_state {
	RELAY_STATE_BOOTING,
	RELAY_STATE_RUNNING,
	RELAY_STATE_DRAINING,
};

struct relay {
	const struct relay_setup *setup;
	struct relay_outcome *outcome;
	struct kernel_log *log, *messages;
	enum relay_state state;
	bool over, stopped;
	int log_fd, messages_fd; /* -1 once closed by the other side */

	struct channel channel;
	struct source source;
	uint64_t input_credit;
	struct sink sinks[3]; /* 1 and 2 */
	size_t unwritten[3];  /* bytes received and not yet covered by a CREDIT frame: never over the window */
	size_t credit_due[3]; /* of these, written already */
	bool told_broken[3];
	bool ended[3];       /* the program closed it */
	struct sink log_out; /* stderr again, for the verbose log */
	size_t log_lost;

	struct control control;

	int64_t boot_deadline;
	bool heard;   /* something came from the isle since `first_refusal` */
	int refusals; /* INT or TERM in a row without a sign of life */
	int64_t first_refusal;
};

int64_t relay_now_ms(void);
void relay_fail(struct relay *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Harmless when done already. */
void relay_stop_isle(struct relay *r);

void relay_begin(struct relay *r);
void relay_dispatch(struct relay *r);
void relay_serve_signals(struct relay *r);
/** For the program; KILL is for the isle as a whole. */
void relay_signal(struct relay *r, int number);
void relay_settle_sink(struct relay *r, unsigned stream);
void relay_show_log(struct relay *r, const char *bytes, size_t size);

#endif
