/* SPDX-License-Identifier: BSD-3-Clause */
/* What carries 9P messages: drivers register one for each server, the client (fs/ninep_client.h) uses it. */
#ifndef FS_NINEP_TRANSPORT_H
#define FS_NINEP_TRANSPORT_H

#include "lib/io_segment.h"
#include "lib/list.h"
#include "lib/types.h"

/** One message and the room for its reply. The memory stays the caller's until `done`. */
struct ninep_request {
	const struct io_segment *segments; /* first the message's, then the reply's */
	unsigned out, in;
	bool patient;     /* the server need not hear of it before the next request */
	uint32_t written; /* bytes of the reply; 0: the server dropped the message (it was flushed) */
	/** The reply is there, or will never be. From interrupt handlers. */
	void (*done)(struct ninep_request *request);
};

struct ninep_transport {
	char tag[64];          /* mount tag, NUL-terminated */
	unsigned requests_max; /* in flight at once */
	unsigned segments_max; /* of a request */
	/** Hand a request over; sleeps while too many are in flight. 0, or -EIO: the transport is broken, `done` is not
	 * called. */
	int (*submit)(struct ninep_transport *transport, struct ninep_request *request);
	struct list link;
};

/* ninep_mount.c */
void ninep_transport_register(struct ninep_transport *transport);

#endif
