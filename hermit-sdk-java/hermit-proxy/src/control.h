/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What others on Linux can ask a running proxy, beside its relay loop and never holding it up.
 *
 * Its socket in the control folder takes one line and answers, then closes:
 *   status       key=value lines (control_facts.h)
 *   log          the kernel's log; "log follow" goes on with what is logged from then on
 *   kill SIGNAL  the isle's program gets the signal; KILL ends the isle. Answer: ok
 *   attach       ok, and from then on the bytes of HotSpot's attach protocol
 * What cannot be done is answered by a line "error: REASON".
 *
 * Its socket /tmp/.java_pid<pid>, which is there when a tool of the JDK has asked, speaks HotSpot's attach protocol
 * from the start: each connection is one to the JVM's own socket on the isle.
 */
#ifndef PROXY_CONTROL_H
#define PROXY_CONTROL_H

#include "buffer.h"

#include <hermit/channel.h>

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define CONTROL_CONNECTIONS HERMIT_RELAYED_STREAMS /* connection i may have stream HERMIT_RELAYED_FIRST + i */
#define CONTROL_SLOTS       (2 + CONTROL_CONNECTIONS)

struct relay;

enum connection_state {
	CONNECTION_FREE,
	CONNECTION_REQUEST,   /* its line is still coming */
	CONNECTION_ANSWER,    /* `out` is written, then it is closed */
	CONNECTION_ATTACHING, /* waits for the JVM's attach socket */
	CONNECTION_OPENING,   /* waits for its stream */
	CONNECTION_STREAM,    /* bytes both ways */
	CONNECTION_LEFT,      /* closed; its stream is not over yet */
};

struct connection {
	enum connection_state state;
	int fd;
	int64_t deadline; /* ms; 0: none */
	bool greet;       /* says ok before the stream's bytes */
	struct buffer line, out;
	uint64_t credit;              /* bytes that may go to the isle */
	size_t unwritten, credit_due; /* as those of struct relay */
	bool client_ended;            /* sends no more: the isle knows */
	bool isle_ended;              /* the stream is over */
};

enum control_attach {
	CONTROL_ATTACH_NONE,
	CONTROL_ATTACH_ASKED, /* ATTACH is sent */
	CONTROL_ATTACH_READY, /* the JVM listens on the isle */
};

struct control {
	int folder, listener; /* -1: none */
	int tools;            /* listener for the JDK's tools; -1: none */
	bool tools_asked;
	enum control_attach attach;
	uint64_t caught; /* signals that the program has a handler for */
	uint32_t kernel; /* its version */
	struct connection connections[CONTROL_CONNECTIONS];
};

void control_begin(struct relay *r);
void control_end(struct relay *r);

/** Fills all CONTROL_SLOTS. */
void control_poll(struct relay *r, struct pollfd *slots);
/** How long poll may wait, in ms; -1: for ever. */
int control_timeout(const struct relay *r);
void control_serve(struct relay *r, const struct pollfd *slots);

/** SIGQUIT has come: true where it is a tool of the JDK that wants the JVM to listen, not a signal for the program. */
bool control_takes_quit(struct relay *r);

/** A frame of a relayed stream, ATTACHED or CAUGHT. 0 or -EPROTO. */
int control_on_frame(struct relay *r, const struct hermit_frame *frame, const void *payload);

#endif
