/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where bytes of the isle go: standard output or standard error.
 *
 * A sink never blocks the proxy: what its descriptor does not take at once is kept (the channel's credit bounds it) and
 * written when poll says so. The user's own descriptor is never switched to non-blocking, because that flag belongs to
 * the open file and would surprise whoever shares it; pipes and terminals are opened anew instead.
 */
#ifndef PROXY_SINK_H
#define PROXY_SINK_H

#include "buffer.h"

#include <stdbool.h>
#include <sys/types.h>

enum sink_kind {
	SINK_PLAIN,    /* files and the like: a write does not wait for anybody */
	SINK_OWN,      /* a non-blocking open file of our own */
	SINK_SOCKET,   /* MSG_DONTWAIT */
	SINK_CAUTIOUS, /* blocking, not ours: only after poll, and only as much as poll vouches for */
};

struct sink {
	int fd;    /* -1: closed */
	int given; /* the descriptor that the proxy was started with */
	enum sink_kind kind;
	bool is_pipe;
	bool broken;    /* a write failed: everything is dropped from then on */
	int error;      /* errno of that write */
	size_t written; /* bytes that left, not yet taken with sink_take_written */
	struct buffer pending;
};

void sink_open(struct sink *sink, int fd);

/** Writes, or keeps what cannot be written now. */
void sink_put(struct sink *sink, const void *bytes, size_t size);

/** Writes what is pending, as far as it goes. */
void sink_flush(struct sink *sink);

/** Bytes written since the last call. */
size_t sink_take_written(struct sink *sink);

/** Notes that nobody reads the pipe any more. */
void sink_break(struct sink *sink, int error);

/** Nothing more comes: closes the descriptor, so that a reader sees the end, once all is written. */
void sink_close(struct sink *sink);

#endif
