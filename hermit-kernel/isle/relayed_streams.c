/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A stream's life: FREE → ASKED (OPEN came, in an interrupt) → OPEN (its threads run) → FREE, told by EOF.
 *
 * Two threads serve a stream to a socket. The sender connects, then reads the socket and sends what it gets to the
 * proxy, against credit; it ends the stream. The receiver writes what the proxy sent, from a ring as large as the
 * window. Only the receiver hears that the proxy has gone (BROKEN): it shuts the socket down, which ends the sender.
 * The log has a sender only. Threads are made by the opener, since interrupt handlers cannot.
 */
#include "isle/relayed_streams.h"

#include <linux/errno.h>
#include <linux/un.h>
#include "isle/attach.h"
#include "isle/channel.h"
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "net/socket.h"
#include "sched/sched.h"
#include "time/clock.h"

#define CONNECT_LIMIT_NS (5 * NS_PER_SEC) /* for a listener with a full queue */
#define SEND_LOOK_NS     (NS_PER_SEC / 4) /* between looks whether the proxy still wants it */
#define FOLLOW_LOOK_NS   (NS_PER_SEC / 4) /* log lines come from everywhere and wake nobody */
#define CREDIT_BATCH     (HERMIT_RELAYED_WINDOW / 4)
#define CHUNK_SIZE       (8u * 1024u)

enum relayed_state {
	RELAYED_FREE,
	RELAYED_ASKED,
	RELAYED_OPEN,
};

struct relayed {
	struct waitq changed; /* anything of what follows */
	struct spinlock lock; /* interrupt handlers take it */
	enum relayed_state state;
	struct hermit_open open;
	char path[HERMIT_OPEN_PATH_MAX + 1];
	uint32_t credit;       /* of the proxy's, for what we send */
	bool ended, broken;    /* the proxy: sends no more, takes no more */
	uint8_t *ring;         /* what the proxy sent; NULL: dropped */
	uint32_t first, count; /* in the ring */
	bool done;             /* the sender is through */
	bool receiving;        /* the receiver runs */
	struct socket *socket;
	uint8_t *chunk; /* the sender's */
};

static struct relayed streams[HERMIT_RELAYED_STREAMS];
static struct waitq asked_queue = WAITQ_INIT(asked_queue);

static unsigned number_of(const struct relayed *stream)
{
	return HERMIT_RELAYED_FIRST + (unsigned)(stream - streams);
}

/* What the proxy sends; in interrupt handlers */

static bool take_open(struct relayed *stream, const void *payload, uint32_t size)
{
	uint32_t length = size - (uint32_t)sizeof(stream->open);
	if (stream->state != RELAYED_FREE)
		return false;
	memcpy(&stream->open, payload, sizeof(stream->open));
	memcpy(stream->path, (const uint8_t *)payload + sizeof(stream->open), length);
	stream->path[length] = 0;
	stream->credit = HERMIT_RELAYED_WINDOW;
	stream->ended = stream->broken = stream->done = false;
	stream->first = stream->count = 0;
	stream->state = RELAYED_ASKED;
	return true;
}

static bool take_data(struct relayed *stream, const void *bytes, uint32_t size)
{
	if (!stream->ring)
		return true; /* the stream ended while this was on its way */
	if (stream->ended || size > HERMIT_RELAYED_WINDOW - stream->count)
		return false;
	uint32_t at = (stream->first + stream->count) % HERMIT_RELAYED_WINDOW;
	uint32_t part = min(size, HERMIT_RELAYED_WINDOW - at);
	memcpy(stream->ring + at, bytes, part);
	memcpy(stream->ring, (const uint8_t *)bytes + part, size - part);
	stream->count += size;
	return true;
}

static bool take_credit(struct relayed *stream, const void *payload)
{
	struct hermit_credit credit;
	memcpy(&credit, payload, sizeof(credit));
	if (stream->state == RELAYED_FREE)
		return true;
	if (credit.bytes > HERMIT_RELAYED_WINDOW - stream->credit)
		return false;
	stream->credit += credit.bytes;
	return true;
}

static bool take_locked(struct relayed *stream, const struct hermit_frame *frame, const void *payload, uint32_t size)
{
	switch (frame->type) {
	case HERMIT_FRAME_OPEN:
		return take_open(stream, payload, size);
	case HERMIT_FRAME_DATA:
		return take_data(stream, payload, size);
	case HERMIT_FRAME_CREDIT:
		return take_credit(stream, payload);
	case HERMIT_FRAME_EOF:
		stream->ended = true;
		return true;
	case HERMIT_FRAME_BROKEN:
		stream->broken = true;
		return true;
	default:
		return false;
	}
}

bool relayed_take(const struct hermit_frame *frame, const void *payload, uint32_t size)
{
	struct relayed *stream = &streams[frame->stream - HERMIT_RELAYED_FIRST];
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	bool ok = take_locked(stream, frame, payload, size);
	spin_unlock_irqrestore(&stream->lock, flags);
	waitq_wake_all(frame->type == HERMIT_FRAME_OPEN ? &asked_queue : &stream->changed, 0);
	return ok;
}

/* From the proxy to the socket */

/** Bytes at the start of the ring, without a gap. */
static uint32_t ring_front(struct relayed *stream, const uint8_t **bytes)
{
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	uint32_t size = min(stream->count, HERMIT_RELAYED_WINDOW - stream->first);
	*bytes = stream->ring + stream->first;
	spin_unlock_irqrestore(&stream->lock, flags);
	return size;
}

static void ring_consume(struct relayed *stream, uint32_t size)
{
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	stream->first = (stream->first + size) % HERMIT_RELAYED_WINDOW;
	stream->count -= size;
	spin_unlock_irqrestore(&stream->lock, flags);
}

/** Bytes that the socket took; 0: none for a while, or an errno. */
static ssize64_t socket_put(struct socket *socket, const uint8_t *bytes, uint32_t size)
{
	struct iovec vector = {.iov_base = (void *)bytes, .iov_len = size};
	struct socket_message message = {.data = {&vector, 1, 0, size}};
	ssize64_t sent = socket->ops->send(socket, &message, clock_deadline_after(SEND_LOOK_NS));
	return sent == -ETIMEDOUT || sent == -EAGAIN ? 0 : sent;
}

/** Some of the ring to the socket; one that takes nothing any more loses the rest. Returns bytes consumed. */
static uint32_t receive_some(struct relayed *stream)
{
	const uint8_t *bytes;
	uint32_t size = ring_front(stream, &bytes);
	ssize64_t put = socket_put(stream->socket, bytes, size);
	uint32_t consumed = put < 0 ? size : (uint32_t)put;
	ring_consume(stream, consumed);
	return consumed;
}

static void receive_all(struct relayed *stream)
{
	uint32_t due = 0;
	bool told = false;
	for (;;) {
		wait_event(
			&stream->changed, stream->broken || stream->done || stream->count || (stream->ended && !told));
		if (stream->broken || stream->done)
			return;
		if (stream->count) {
			due += receive_some(stream);
		} else {
			stream->socket->ops->shutdown(stream->socket, SHUT_WR);
			told = true;
		}
		if (due < CREDIT_BATCH)
			continue;
		struct hermit_credit credit = {due};
		due = 0;
		channel_send(HERMIT_FRAME_CREDIT, number_of(stream), &credit, sizeof(credit));
	}
}

static void receiver(void *argument)
{
	struct relayed *stream = argument;
	receive_all(stream);
	stream->socket->ops->shutdown(stream->socket, SHUT_RDWR);
	stream->receiving = false;
	waitq_wake_all(&stream->changed, 0); /* the last use of the stream: the sender goes on */
}

/* From the socket, or the log, to the proxy */

static uint32_t take_all_credit(struct relayed *stream)
{
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	uint32_t taken = min(stream->credit, CHUNK_SIZE);
	stream->credit -= taken;
	spin_unlock_irqrestore(&stream->lock, flags);
	return taken;
}

static void return_credit(struct relayed *stream, uint32_t bytes)
{
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	stream->credit += bytes;
	spin_unlock_irqrestore(&stream->lock, flags);
}

typedef ssize64_t (*source_t)(struct relayed *stream, uint32_t room, uint64_t *position);

static ssize64_t socket_get(struct relayed *stream, uint32_t room, uint64_t *position)
{
	struct iovec vector = {.iov_base = stream->chunk, .iov_len = room};
	struct socket_message message = {.data = {&vector, 1, 0, room}};
	ssize64_t got = stream->socket->ops->receive(stream->socket, &message, WAIT_FOREVER);
	for (unsigned i = 0; i < message.file_count; i++)
		file_put(message.files[i]); /* descriptors do not leave the isle */
	heap_free(message.files);
	return got;
}

static ssize64_t log_get(struct relayed *stream, uint32_t room, uint64_t *position)
{
	size_t got;
	while (!(got = log_read_from(position, (char *)stream->chunk, room)) &&
		stream->open.kind == HERMIT_OPEN_LOG_FOLLOW && !stream->broken && !stream->ended)
		(void)wait_event_full(
			&stream->changed, stream->broken || stream->ended, false, clock_deadline_after(FOLLOW_LOOK_NS));
	return (ssize64_t)got;
}

/** Until the source ends or the proxy wants no more. */
static void send_all(struct relayed *stream, source_t source)
{
	uint64_t position = 0;
	for (;;) {
		wait_event(&stream->changed, stream->broken || stream->credit);
		uint32_t room = stream->broken ? 0 : take_all_credit(stream);
		ssize64_t got = room ? source(stream, room, &position) : 0;
		if (got <= 0)
			return;
		return_credit(stream, room - (uint32_t)got);
		channel_send(HERMIT_FRAME_DATA, number_of(stream), stream->chunk, (uint32_t)got);
	}
}

static int connect_socket(struct relayed *stream)
{
	struct socket_address address = {.storage.ss_family = AF_UNIX};
	struct sockaddr_un *name = (struct sockaddr_un *)&address.storage;
	strlcpy(name->sun_path, stream->path, sizeof(name->sun_path));
	address.length = (unsigned)(offsetof(struct sockaddr_un, sun_path) + strlen(stream->path) + 1);
	int error = socket_create(AF_UNIX, SOCK_STREAM, 0, &stream->socket);
	if (error)
		return error;
	error = stream->socket->ops->connect(stream->socket, &address, clock_deadline_after(CONNECT_LIMIT_NS));
	if (error) {
		stream->socket->ops->release(stream->socket);
		stream->socket = NULL;
	}
	return error;
}

static int start_receiver(struct relayed *stream)
{
	uint8_t *ring = heap_alloc(HERMIT_RELAYED_WINDOW);
	if (!ring)
		return -ENOMEM;
	stream->ring = ring; /* OPENED is not sent yet: nothing comes */
	stream->receiving = true;
	struct thread *thread = thread_create_kernel("relayed in", receiver, stream, NULL);
	if (!is_error(thread))
		return 0;
	stream->receiving = false;
	return (int)ptr_error(thread);
}

static int open_stream(struct relayed *stream)
{
	stream->chunk = heap_alloc(CHUNK_SIZE);
	if (!stream->chunk)
		return -ENOMEM;
	if (stream->open.kind == HERMIT_OPEN_LOG || stream->open.kind == HERMIT_OPEN_LOG_FOLLOW)
		return 0;
	if (stream->open.kind != HERMIT_OPEN_SOCKET)
		return -EINVAL;
	int error = connect_socket(stream);
	return error ? error : start_receiver(stream);
}

/** After this the proxy's frames for the stream are dropped; with the frame that the caller sends next it may use the
 * number again. */
static void close_stream(struct relayed *stream)
{
	stream->done = true;
	waitq_wake_all(&stream->changed, 0);
	wait_event(&stream->changed, !stream->receiving);
	if (stream->socket)
		stream->socket->ops->release(stream->socket);
	irqflags_t flags = spin_lock_irqsave(&stream->lock);
	uint8_t *ring = stream->ring, *chunk = stream->chunk;
	stream->ring = stream->chunk = NULL;
	stream->socket = NULL;
	stream->state = RELAYED_FREE;
	spin_unlock_irqrestore(&stream->lock, flags);
	heap_free(ring);
	heap_free(chunk);
}

static void sender(void *argument)
{
	struct relayed *stream = argument;
	struct hermit_answer answer = {open_stream(stream)};
	if (!answer.error) {
		channel_send(HERMIT_FRAME_OPENED, number_of(stream), &answer, sizeof(answer));
		send_all(stream, stream->socket ? socket_get : log_get);
	}
	close_stream(stream);
	if (answer.error)
		channel_send(HERMIT_FRAME_OPENED, number_of(stream), &answer, sizeof(answer));
	else
		channel_send(HERMIT_FRAME_EOF, number_of(stream), NULL, 0);
}

/* Opening */

static struct relayed *take_asked(void)
{
	struct relayed *found = NULL;
	for (unsigned i = 0; !found && i < HERMIT_RELAYED_STREAMS; i++) {
		irqflags_t flags = spin_lock_irqsave(&streams[i].lock);
		if (streams[i].state == RELAYED_ASKED) {
			streams[i].state = RELAYED_OPEN;
			found = &streams[i];
		}
		spin_unlock_irqrestore(&streams[i].lock, flags);
	}
	return found;
}

static void opener(void *unused)
{
	struct relayed *stream = NULL;
	(void)unused;
	for (;;) {
		wait_event(&asked_queue, stream || (stream = take_asked()));
		struct thread *thread = thread_create_kernel("relayed", sender, stream, NULL);
		if (is_error(thread)) {
			struct hermit_answer answer = {(int32_t)ptr_error(thread)};
			close_stream(stream);
			channel_send(HERMIT_FRAME_OPENED, number_of(stream), &answer, sizeof(answer));
		}
		stream = NULL;
	}
}

int relayed_init(void)
{
	for (unsigned i = 0; i < HERMIT_RELAYED_STREAMS; i++) {
		spin_init(&streams[i].lock);
		waitq_init(&streams[i].changed);
	}
	int error = attach_init();
	if (error)
		return error;
	struct thread *thread = thread_create_kernel("opener", opener, NULL, NULL);
	return is_error(thread) ? (int)ptr_error(thread) : 0;
}
