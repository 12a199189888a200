/* SPDX-License-Identifier: BSD-3-Clause */
/* Sending and receiving on AF_UNIX sockets. */
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "net/unix_socket.h"
#include "sched/process.h"

#define STREAM_PART_MAX KIB(128) /* bytes of one packet of a stream, whatever SO_SNDBUF says */
#define PACKET_OVERHEAD 256u     /* counted against the receiver's room, so that empty packets have a limit, too */

void unix_packet_free(struct unix_packet *packet)
{
	for (unsigned i = 0; i < packet->file_count; i++)
		file_put(packet->files[i]);
	heap_free(packet->files);
	heap_free(packet);
}

bool unix_has_room(struct unix_socket *socket)
{
	return socket->queued < socket->socket.receive_size;
}

/* Sending */

static int packet_new(
	struct unix_socket *from, struct socket_message *message, uint32_t size, struct unix_packet **made)
{
	struct unix_packet *packet = heap_alloc(sizeof(*packet) + size);
	if (!packet)
		return -ENOBUFS;
	memset(packet, 0, sizeof(*packet));
	list_init(&packet->link);
	packet->size = size;
	packet->sender = from->name;
	packet->credentials = (struct ucred){process.pid, process.uid, process.gid};
	if (socket_buffers_take(&message->data, packet->data, size)) {
		heap_free(packet);
		return -EFAULT;
	}
	*made = packet;
	return 0;
}

/** Into the receiver's queue if there is room. 0, -EAGAIN: none, -EPIPE. */
static int packet_put(struct unix_socket *to, struct unix_packet *packet)
{
	int error = 0;
	spin_lock(&to->lock);
	if (to->closed || to->no_receive) {
		error = -EPIPE;
	} else if (!unix_has_room(to)) {
		error = -EAGAIN;
	} else {
		list_append(&to->packets, &packet->link);
		to->queued += packet->size - packet->offset + PACKET_OVERHEAD;
	}
	spin_unlock(&to->lock);
	if (!error)
		waitq_wake_all(&to->changed, EPOLLIN | EPOLLRDNORM);
	return error;
}

static bool can_put(struct unix_socket *from, struct unix_socket *to)
{
	return unix_has_room(to) || to->closed || to->no_receive || from->no_send;
}

/** A new send to a closed peer is told -EPIPE; one that waited is told first why the peer closed, as on Linux. */
static int packet_put_wait(
	struct unix_socket *from, struct unix_socket *to, struct unix_packet *packet, uint64_t deadline)
{
	int error;
	while ((error = from->no_send ? -EPIPE : packet_put(to, packet)) == -EAGAIN && deadline) {
		error = wait_event_until(&to->changed, can_put(from, to), deadline);
		if (!error)
			error = -atomic_exchange(&from->socket.error, 0);
		if (error)
			break;
	}
	return error;
}

/** One packet of `size` bytes; the message's files go with it. */
static int send_packet(struct unix_socket *from, struct unix_socket *to, struct socket_message *message, uint32_t size,
	uint64_t deadline)
{
	struct unix_packet *packet;
	int error = packet_new(from, message, size, &packet);
	if (error)
		return error;
	packet->files = message->files;
	packet->file_count = message->file_count;
	error = packet_put_wait(from, to, packet, deadline);
	if (error) { /* the files stay the caller's */
		packet->file_count = 0;
		packet->files = NULL;
		unix_packet_free(packet);
		return error;
	}
	message->files = NULL;
	message->file_count = 0;
	return 0;
}

/** Half of the send buffer, as Linux: what is smaller waits for room as a whole, and so fails as a whole. */
static size_t stream_part(const struct unix_socket *from)
{
	return min((size_t)from->socket.send_size / 2, (size_t)STREAM_PART_MAX);
}

static ssize64_t send_stream(
	struct unix_socket *from, struct unix_socket *to, struct socket_message *message, uint64_t deadline)
{
	ssize64_t done = 0;
	while (message->data.left) {
		uint32_t part = (uint32_t)min(message->data.left, stream_part(from));
		int error = send_packet(from, to, message, part, deadline);
		if (error)
			return done ? done : error;
		done += part;
	}
	return done;
}

static ssize64_t send_message(
	struct unix_socket *from, struct unix_socket *to, struct socket_message *message, uint64_t deadline)
{
	size_t size = message->data.left;
	if (size > from->socket.send_size)
		return -EMSGSIZE;
	int error = send_packet(from, to, message, (uint32_t)size, deadline);
	if (error == -EPIPE && unix_is_datagram(from))
		error = from->no_send ? -EPIPE : -ECONNREFUSED;
	return error ? error : (ssize64_t)size;
}

/** Whom to send to, a reference. */
static int send_target(struct unix_socket *from, struct socket_message *message, struct unix_socket **to)
{
	if (message->address.length && unix_is_datagram(from)) {
		int error = unix_find(&message->address, to);
		if (!error && !unix_is_datagram(*to)) {
			unix_put(*to);
			error = -EPROTOTYPE;
		}
		return error;
	}
	if (message->address.length && from->socket.type == SOCK_STREAM)
		return from->connected ? -EISCONN : -EOPNOTSUPP;
	*to = unix_get_peer(from);
	return *to ? 0 : -ENOTCONN;
}

ssize64_t unix_send(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct unix_socket *from = unix_of(socket), *to;
	if (from->no_send)
		return -EPIPE;
	int error = send_target(from, message, &to);
	if (error)
		return error;
	bool stream = socket->type == SOCK_STREAM;
	ssize64_t sent = stream ? send_stream(from, to, message, deadline) : send_message(from, to, message, deadline);
	unix_put(to);
	return sent;
}

/* Receiving */

static bool receive_ready(struct unix_socket *socket)
{
	return socket->queued || socket->ended || socket->no_receive || socket->socket.error;
}

static struct unix_packet *packet_first(struct unix_socket *socket)
{
	spin_lock(&socket->lock);
	struct unix_packet *packet =
		list_empty(&socket->packets) ? NULL : list_first(&socket->packets, struct unix_packet, link);
	spin_unlock(&socket->lock);
	return packet;
}

static void packet_remove(struct unix_socket *socket, struct unix_packet *packet)
{
	spin_lock(&socket->lock);
	list_remove(&packet->link);
	socket->queued -= packet->size - packet->offset + PACKET_OVERHEAD;
	spin_unlock(&socket->lock);
	unix_packet_free(packet);
}

static void packet_advance(struct unix_socket *socket, struct unix_packet *packet, uint32_t bytes)
{
	spin_lock(&socket->lock);
	packet->offset += bytes;
	socket->queued -= bytes;
	spin_unlock(&socket->lock);
}

/** What comes along with a packet. */
static void take_ancillary(struct unix_packet *packet, struct socket_message *message, bool peek)
{
	message->address = packet->sender;
	message->credentials = packet->credentials;
	if (peek || !packet->file_count)
		return;
	message->files = packet->files;
	message->file_count = packet->file_count;
	packet->files = NULL;
	packet->file_count = 0;
}

/** Bytes of a stream that are there. Files end what one call receives, as on Linux. Under `reading`. */
static ssize64_t take_stream(struct unix_socket *socket, struct socket_message *message, size_t done)
{
	bool peek = message->flags & MSG_PEEK;
	struct unix_packet *packet = packet_first(socket);
	while (packet && message->data.left) {
		if (done && (packet->file_count || message->file_count))
			break;
		uint32_t part = (uint32_t)min((size_t)(packet->size - packet->offset), message->data.left);
		if (socket_buffers_give(&message->data, packet->data + packet->offset, part))
			return done ? (ssize64_t)done : -EFAULT;
		take_ancillary(packet, message, peek);
		done += part;
		if (peek) {
			struct list *next = packet->link.next;
			packet = next == &socket->packets ? NULL : list_entry(next, struct unix_packet, link);
			continue;
		}
		if (packet->offset + part == packet->size)
			packet_remove(socket, packet);
		else
			packet_advance(socket, packet, part);
		packet = packet_first(socket);
	}
	return (ssize64_t)done;
}

/** One whole message; what does not fit is lost. Under `reading`. -EAGAIN: none. */
static ssize64_t take_message(struct unix_socket *socket, struct socket_message *message)
{
	struct unix_packet *packet = packet_first(socket);
	if (!packet)
		return -EAGAIN;
	size_t part = min((size_t)packet->size, message->data.left);
	bool all = message->flags & MSG_TRUNC, peek = message->flags & MSG_PEEK;
	if (socket_buffers_give(&message->data, packet->data, part))
		return -EFAULT;
	message->flags &= ~MSG_TRUNC;
	if (part < packet->size)
		message->flags |= MSG_TRUNC;
	else if (socket->socket.type == SOCK_SEQPACKET)
		message->flags |= MSG_EOR;
	take_ancillary(packet, message, peek);
	ssize64_t result = all ? packet->size : (ssize64_t)part;
	if (!peek)
		packet_remove(socket, packet);
	return result;
}

/** Senders that wait for room: they wait at the receiver; those who poll do so at themselves. */
static void wake_senders(struct unix_socket *socket)
{
	struct unix_socket *peer = unix_get_peer(socket);
	waitq_wake_all(&socket->changed, EPOLLOUT | EPOLLWRNORM);
	if (!peer)
		return;
	waitq_wake_all(&peer->changed, EPOLLOUT | EPOLLWRNORM);
	unix_put(peer);
}

/** What is there now: bytes, -EAGAIN for nothing. */
static ssize64_t receive_some(struct unix_socket *socket, struct socket_message *message, size_t done)
{
	mutex_lock(&socket->reading);
	ssize64_t got =
		socket->socket.type == SOCK_STREAM ? take_stream(socket, message, done) : take_message(socket, message);
	mutex_unlock(&socket->reading);
	if (got > (ssize64_t)done || (got >= 0 && socket->socket.type != SOCK_STREAM))
		wake_senders(socket);
	if (socket->socket.type == SOCK_STREAM && got == (ssize64_t)done)
		return done ? (ssize64_t)done : -EAGAIN;
	return got;
}

/** Nothing is there: why, if waiting makes no sense. -EAGAIN: it does. */
static ssize64_t receive_end(struct unix_socket *socket)
{
	int error = atomic_exchange(&socket->socket.error, 0);
	if (error)
		return -error;
	if (socket->ended || socket->no_receive)
		return 0;
	return socket->connected || unix_is_datagram(socket) ? -EAGAIN : -ENOTCONN;
}

ssize64_t unix_receive(struct socket *base, struct socket_message *message, uint64_t deadline)
{
	struct unix_socket *socket = unix_of(base);
	bool whole = message->flags & MSG_WAITALL && base->type == SOCK_STREAM && !(message->flags & MSG_PEEK);
	size_t done = 0;
	if (base->listening)
		return -EINVAL;
	if (base->type == SOCK_STREAM)
		message->flags &= ~MSG_TRUNC; /* a stream has no messages to cut */
	if (base->type == SOCK_STREAM && !message->data.left)
		return 0;
	for (;;) {
		ssize64_t got = receive_some(socket, message, done);
		if (got > 0)
			done = (size_t)got;
		if (got != -EAGAIN && (!whole || !message->data.left || got < 0))
			return got;
		bool nothing = !socket->queued;
		ssize64_t end = nothing ? receive_end(socket) : -EAGAIN;
		if (end != -EAGAIN || message->file_count)
			return done ? (ssize64_t)done : end;
		if (!deadline)
			return done ? (ssize64_t)done : -EAGAIN;
		int error = wait_event_until(&socket->changed, receive_ready(socket), deadline);
		if (error)
			return done ? (ssize64_t)done : error;
	}
}
