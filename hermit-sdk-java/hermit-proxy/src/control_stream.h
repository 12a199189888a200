/* SPDX-License-Identifier: BSD-3-Clause */
/* Connections whose bytes go to the isle and back (hermit/channel.h, relayed streams). */
#ifndef PROXY_CONTROL_STREAM_H
#define PROXY_CONTROL_STREAM_H

#include "control.h"

/** Asks the isle for a stream; `path` "" where the kind has none. */
void control_stream_open(struct relay *r, struct connection *c, enum hermit_open_kind kind, const char *path);
bool control_stream_wants_input(const struct relay *r, const struct connection *c);
void control_stream_read(struct relay *r, struct connection *c);
/** Writes what is pending; closes what is over. */
void control_stream_flush(struct relay *r, struct connection *c);
int control_stream_on_frame(struct relay *r, const struct hermit_frame *frame, const void *payload);

/** For any connection: writes what its client takes; false: the client takes nothing any more. */
bool control_write(struct connection *c);
/** A last line, then the end. */
void control_answer(struct connection *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
void control_close(struct connection *c);

#endif
