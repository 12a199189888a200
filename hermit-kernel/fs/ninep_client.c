/* SPDX-License-Identifier: BSD-3-Clause */
#include "fs/ninep_client.h"

#include <linux/errno.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/page.h"
#include "time/clock.h"

#define NINEP_SLOW_NS (30 * NS_PER_SEC) /* a server that takes so long gets a log line */
#define NINEP_VERSION "9P2000.L"

/* Tags */

/** A free tag below `limit`, or -1. */
static int tag_try(struct ninep_client *client, unsigned limit)
{
	int tag = -1;
	irqflags_t flags = spin_lock_irqsave(&client->lock);
	for (unsigned i = 0; tag < 0 && i < limit; i++)
		if (!(client->tags[i / 64] >> (i % 64) & 1))
			tag = (int)i;
	if (tag >= 0)
		client->tags[tag / 64] |= 1ULL << (tag % 64);
	spin_unlock_irqrestore(&client->lock, flags);
	return tag;
}

static uint16_t tag_alloc(struct ninep_client *client, enum ninep_type type)
{
	unsigned limit = type == NINEP_TFLUSH ? NINEP_TAGS : NINEP_TAGS - NINEP_TAGS_FLUSH;
	int tag = -1;
	if (type == NINEP_TVERSION)
		return NINEP_NOTAG;
	wait_event(&client->tag_room, tag >= 0 || (tag = tag_try(client, limit)) >= 0);
	return (uint16_t)tag;
}

static void tag_free(struct ninep_client *client, uint16_t tag)
{
	if (tag == NINEP_NOTAG)
		return;
	irqflags_t flags = spin_lock_irqsave(&client->lock);
	client->tags[tag / 64] &= ~(1ULL << (tag % 64));
	spin_unlock_irqrestore(&client->lock, flags);
	waitq_wake_all(&client->tag_room, 0);
}

/* Calls */

struct ninep_call *ninep_call_new(struct ninep_client *client, enum ninep_type type, uint32_t room, uint32_t reply_room)
{
	room = align_up(room + NINEP_HEADER, 8u);
	reply_room = reply_room ? reply_room : NINEP_REPLY_ROOM;
	struct ninep_call *call = heap_alloc(sizeof(*call) + room + reply_room);
	if (!call)
		return NULL;
	memset(call, 0, sizeof(*call));
	call->client = client;
	call->type = type;
	call->reply = call->bytes + room;
	call->reply_room = reply_room;
	call->segments = call->segments_few;
	waitq_init(&call->wait);
	ninep_begin(&call->out, call->bytes, room, type);
	return call;
}

void ninep_call_free(struct ninep_call *call)
{
	if (call && call->segments != call->segments_few)
		heap_free(call->segments);
	heap_free(call);
}

void ninep_call_set_data(struct ninep_call *call, const struct io_segment *segments, unsigned count, bool comes)
{
	call->data = segments;
	call->data_count = count;
	call->data_comes = comes;
	for (unsigned i = 0; i < count; i++)
		call->data_size += segments[i].size;
	if (comes)
		call->reply_room = NINEP_RREAD_HEADER; /* so that the data begins where its own memory does */
}

/** Message, data that goes; reply, data that comes. */
static int call_make_segments(struct ninep_call *call)
{
	unsigned count = 2 + call->data_count, at = 0;
	if (count > call->client->transport->segments_max)
		return -EINVAL;
	if (count > array_size(call->segments_few)) {
		call->segments = heap_alloc(count * sizeof(*call->segments));
		if (!call->segments) {
			call->segments = call->segments_few;
			return -ENOMEM;
		}
	}
	call->segments[at++] = (struct io_segment){virt_to_phys(call->bytes), call->out.size};
	for (unsigned i = 0; !call->data_comes && i < call->data_count; i++)
		call->segments[at++] = call->data[i];
	call->request.out = at;
	call->segments[at++] = (struct io_segment){virt_to_phys(call->reply), call->reply_room};
	for (unsigned i = 0; call->data_comes && i < call->data_count; i++)
		call->segments[at++] = call->data[i];
	call->request.in = at - call->request.out;
	call->request.segments = call->segments;
	return 0;
}

static void call_done(struct ninep_request *request)
{
	struct ninep_call *call = container_of(request, struct ninep_call, request);
	/* The waiter may free the call as soon as it sees `finished`: the wake-up comes before, under the queue's lock,
	 * which the waiter takes to leave. */
	irqflags_t flags = spin_lock_irqsave(&call->wait.lock);
	struct waiter *waiter, *next;
	atomic_store_explicit(&call->finished, true, memory_order_release);
	list_for_each_safe (waiter, next, &call->wait.waiters, link)
		waiter->wake(waiter, 0);
	spin_unlock_irqrestore(&call->wait.lock, flags);
}

static int call_send(struct ninep_call *call, void (*done)(struct ninep_request *request))
{
	if (call->out.bad)
		return -ENAMETOOLONG;
	int error = call_make_segments(call);
	if (error)
		return error;
	ninep_end(&call->out, call->data_comes ? 0 : call->data_size);
	call->request.done = done;
	call->tag = tag_alloc(call->client, call->type);
	ninep_set_tag(call->bytes, call->tag);
	error = call->client->transport->submit(call->client->transport, &call->request);
	if (error)
		tag_free(call->client, call->tag);
	return error;
}

/** Has the reply come, and has call_done let go of the call? */
static bool call_finished(struct ninep_call *call)
{
	if (!atomic_load_explicit(&call->finished, memory_order_acquire))
		return false;
	irqflags_t flags = spin_lock_irqsave(&call->wait.lock);
	spin_unlock_irqrestore(&call->wait.lock, flags);
	return true;
}

/** 0 or -ERESTARTSYS. */
static int call_wait(struct ninep_call *call, bool interruptible)
{
	int error = -ETIMEDOUT;
	while (error == -ETIMEDOUT) {
		uint64_t deadline = clock_deadline_after(NINEP_SLOW_NS);
		error = wait_event_full(&call->wait, call_finished(call), interruptible, deadline);
		if (error == -ETIMEDOUT)
			log_line("9p %s: no answer to message type %u for %llu s", call->client->transport->tag,
				call->type, NINEP_SLOW_NS / NS_PER_SEC);
	}
	return error;
}

/** Ask the server to forget a call; when this returns, either it has answered it or it never will. */
static void call_flush(struct ninep_call *call)
{
	struct ninep_call *flush = ninep_call_new(call->client, NINEP_TFLUSH, 2, 0);
	if (!flush)
		return; /* then the answer itself is waited for */
	ninep_put16(&flush->out, call->tag);
	if (!call_send(flush, call_done)) {
		call_wait(flush, false);
		tag_free(flush->client, flush->tag);
	}
	ninep_call_free(flush);
}

static int call_complain(struct ninep_call *call, const char *what)
{
	log_line("9p %s: %s in the reply to message type %u (%u bytes)", call->client->transport->tag, what, call->type,
		call->request.written);
	return -EIO;
}

int ninep_call_run(struct ninep_call *call, bool interruptible)
{
	int error = call_send(call, call_done);
	if (error)
		return error;
	int interrupted = call_wait(call, interruptible);
	if (interrupted) {
		call_flush(call);
		call_wait(call, false);
	}
	tag_free(call->client, call->tag);
	if (interrupted && !call->request.written)
		return interrupted;
	uint32_t written = call->request.written;
	uint32_t size = written;
	if (call->data_comes &&
		written > call->reply_room) /* the head says the whole size; the rest lies in the data's memory */
		written = call->reply_room;
	error = ninep_open_reply(&call->in, call->reply, written, size, call->type, call->tag);
	return error == -EPROTO ? call_complain(call, "a wrong head") : error;
}

int ninep_call_check(struct ninep_call *call)
{
	return call->in.bad ? call_complain(call, "missing fields") : 0;
}

/* Fids */

static bool fid_number_take(struct ninep_client *client, uint32_t *number)
{
	irqflags_t flags = spin_lock_irqsave(&client->lock);
	bool ok = true;
	if (client->free_fid_count)
		*number = client->free_fids[--client->free_fid_count];
	else if (client->next_fid < NINEP_NOFID)
		*number = client->next_fid++;
	else
		ok = false;
	spin_unlock_irqrestore(&client->lock, flags);
	return ok;
}

/** From interrupt handlers. A number that finds no room is simply not used again. */
static void fid_number_give(struct ninep_client *client, uint32_t number)
{
	irqflags_t flags = spin_lock_irqsave(&client->lock);
	if (client->free_fid_count < client->free_fid_room)
		client->free_fids[client->free_fid_count++] = number;
	spin_unlock_irqrestore(&client->lock, flags);
}

struct ninep_fid *ninep_fid_new(struct ninep_client *client)
{
	struct ninep_fid *fid = heap_alloc(sizeof(*fid));
	if (!fid || !fid_number_take(client, &fid->number)) {
		heap_free(fid);
		return NULL;
	}
	fid->client = client;
	fid->opened = false;
	atomic_init(&fid->refs, 1);
	return fid;
}

void ninep_fid_drop(struct ninep_fid *fid)
{
	fid_number_give(fid->client, fid->number);
	heap_free(fid);
}

/** Reply to a Tclunk: whatever it says, the fid is gone (Plan 9 manual, clunk(5)). */
static void clunk_done(struct ninep_request *request)
{
	struct ninep_call *call = container_of(request, struct ninep_call, request);
	tag_free(call->client, call->tag);
	ninep_fid_drop(call->clunks);
	ninep_call_free(call);
}

void ninep_fid_put(struct ninep_fid *fid)
{
	if (!fid || atomic_fetch_sub_explicit(&fid->refs, 1, memory_order_acq_rel) != 1)
		return;
	struct ninep_call *call = ninep_call_new(fid->client, NINEP_TCLUNK, 4, 0);
	if (!call) {
		log_line("9p %s: no memory to clunk fid %u", fid->client->transport->tag, fid->number);
		heap_free(fid);
		return;
	}
	call->clunks = fid;
	call->request.patient = !fid->opened;
	ninep_put32(&call->out, fid->number);
	if (call_send(call, clunk_done)) {
		heap_free(fid);
		ninep_call_free(call);
	}
}

/* Start */

static int client_negotiate(struct ninep_client *client)
{
	struct ninep_call *call = ninep_call_new(client, NINEP_TVERSION, 4 + 2 + 16, 0);
	uint16_t length;
	if (!call)
		return -ENOMEM;
	ninep_put32(&call->out, client->msize);
	ninep_put_string(&call->out, NINEP_VERSION, strlen(NINEP_VERSION));
	int error = ninep_call_run(call, false);
	uint32_t msize = ninep_get32(&call->in);
	const char *version = ninep_get_string(&call->in, &length);
	if (!error)
		error = ninep_call_check(call);
	if (!error && (length != strlen(NINEP_VERSION) || memcmp(version, NINEP_VERSION, length))) {
		log_line(
			"9p %s: the server speaks '%.*s', not " NINEP_VERSION, client->transport->tag, length, version);
		error = -EPROTO;
	}
	ninep_call_free(call);
	if (!error && (msize < NINEP_MSIZE_MIN || msize > client->msize))
		error = -EPROTO;
	if (!error)
		client->msize = msize;
	return error;
}

int ninep_client_init(struct ninep_client *client, struct ninep_transport *transport)
{
	client->transport = transport;
	client->msize = NINEP_MSIZE_WANTED;
	spin_init(&client->lock);
	waitq_init(&client->tag_room);
	client->free_fid_room = 4096;
	client->free_fids = heap_alloc(client->free_fid_room * sizeof(*client->free_fids));
	if (!client->free_fids)
		return -ENOMEM;
	int error = client_negotiate(client);
	if (error)
		return error;
	uint32_t data = client->msize - NINEP_TWRITE_HEADER;
	uint32_t most = (transport->segments_max - 2) * (uint32_t)PAGE_SIZE; /* as many pages, each on its own */
	client->data_max = data > PAGE_SIZE ? align_down(min(data, most), (uint32_t)PAGE_SIZE) : data;
	return 0;
}
