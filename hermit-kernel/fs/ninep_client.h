/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * 9P client: sends messages over a transport and waits for the replies, many at once; gives out tags and fids.
 *
 * A call is made, filled (call->out), run, read (call->in) and freed:
 *
 *     call = ninep_call_new(client, NINEP_TMKDIR, room, 0);  ninep_put…(&call->out, …);  error = ninep_call_run(call,
 * false);
 */
#ifndef FS_NINEP_CLIENT_H
#define FS_NINEP_CLIENT_H

#include "fs/ninep_codec.h"
#include "fs/ninep_transport.h"
#include "lib/types.h"
#include "sync/waitq.h"

#define NINEP_TAGS         128u
#define NINEP_TAGS_FLUSH   8u /* kept back for Tflush, so that it never waits for those whom it is to stop */
#define NINEP_MSIZE_WANTED (KIB(512) + 4096u)
#define NINEP_MSIZE_MIN    4096u
#define NINEP_REPLY_ROOM   192u /* enough for all replies but Rread, Rreaddir, Rreadlink */

struct ninep_client {
	struct ninep_transport *transport;
	uint32_t msize;
	uint32_t data_max;    /* of one read or write: a multiple of the page size where msize allows it */
	struct spinlock lock; /* interrupts off */
	uint64_t tags[NINEP_TAGS / 64];
	uint32_t next_fid;
	uint32_t *free_fids; /* stack of numbers to use again */
	uint32_t free_fid_count, free_fid_room;
	struct waitq tag_room;
	/**
	 * The server knows no Trenameat and no Tunlinkat (diod up to 1.0.24 does not): files are renamed and removed by
	 * fids of their own, and other fids of a renamed file keep its old path. Set when it first says so.
	 */
	_Atomic bool by_fid;
};

/** A fid of the server, referred to by files and calls; the last reference clunks it. */
struct ninep_fid {
	struct ninep_client *client;
	uint32_t number;
	bool opened; /* the server keeps a descriptor for it */
	_Atomic uint32_t refs;
};

struct ninep_call {
	struct ninep_request request;
	struct ninep_client *client;
	enum ninep_type type;
	uint16_t tag;
	struct ninep_writer out;
	struct ninep_reader in;
	uint8_t *reply;
	uint32_t reply_room;
	const struct io_segment *data; /* behind the message, or behind the reply's head */
	unsigned data_count;
	uint32_t data_size;
	bool data_comes; /* from the server */
	struct io_segment *segments, segments_few[4];
	struct ninep_fid *clunks; /* Tclunk that nobody waits for */
	_Atomic bool finished;
	struct waitq wait;
	uint8_t bytes[] __attribute__((aligned(8))); /* message, then reply */
};

/** Exchange versions. 0, or an errno after a log line. */
int ninep_client_init(struct ninep_client *client, struct ninep_transport *transport);

/** Room for `room` bytes of fields and a reply of `reply_room` bytes, 0: the usual. NULL: memory is short. */
struct ninep_call *ninep_call_new(
	struct ninep_client *client, enum ninep_type type, uint32_t room, uint32_t reply_room);
/** Data of Twrite, Rread, Rreaddir in memory of its own. `segments` stay the caller's. */
void ninep_call_set_data(struct ninep_call *call, const struct io_segment *segments, unsigned count, bool comes);
/**
 * Send, wait, check the reply's head. 0 with call->in at the reply's fields; the server's errno; -EIO where the server
 * answers nonsense; -ERESTARTSYS where a signal came before the server did anything (`interruptible`).
 */
int ninep_call_run(struct ninep_call *call, bool interruptible);
/** The reply's fields were read: 0, or -EIO (after a log line) where they were not all there. */
int ninep_call_check(struct ninep_call *call);
void ninep_call_free(struct ninep_call *call);

/** A number for a new fid; the server does not know it yet. NULL: memory. */
struct ninep_fid *ninep_fid_new(struct ninep_client *client);
static inline struct ninep_fid *ninep_fid_get(struct ninep_fid *fid)
{
	atomic_fetch_add_explicit(&fid->refs, 1, memory_order_relaxed);
	return fid;
}
void ninep_fid_put(struct ninep_fid *fid);
/** The server does not know it (the call that would have made it failed): nothing to clunk. */
void ninep_fid_drop(struct ninep_fid *fid);

#endif
