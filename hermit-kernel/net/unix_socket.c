/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/unix_socket.h"

#include <asm/ioctls.h>
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "lib/string.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/families.h"
#include "sched/process.h"

static const struct socket_ops unix_ops;

/* References */

static struct unix_socket *unix_new(int type)
{
	struct unix_socket *socket = heap_zalloc(sizeof(*socket));
	if (!socket)
		return NULL;
	socket_init(&socket->socket, &unix_ops, AF_UNIX, type, 0);
	socket->refs = 1;
	mutex_init(&socket->reading);
	waitq_init(&socket->changed);
	spin_init(&socket->lock);
	list_init(&socket->packets);
	list_init(&socket->pending);
	list_init(&socket->pending_link);
	list_init(&socket->name_link);
	return socket;
}

void unix_put(struct unix_socket *socket)
{
	if (socket && atomic_fetch_sub(&socket->refs, 1) == 1)
		heap_free(socket);
}

struct unix_socket *unix_get_peer(struct unix_socket *socket)
{
	spin_lock(&socket->lock);
	struct unix_socket *peer = socket->peer ? unix_get(socket->peer) : NULL;
	spin_unlock(&socket->lock);
	return peer;
}

/** Takes over the reference; the earlier peer's goes. */
static void unix_set_peer(struct unix_socket *socket, struct unix_socket *peer)
{
	spin_lock(&socket->lock);
	struct unix_socket *old = socket->peer;
	socket->peer = peer;
	socket->connected = peer != NULL;
	spin_unlock(&socket->lock);
	unix_put(old);
}

/* Making */

static int unix_create(int type, int protocol, struct socket **made)
{
	if (type != SOCK_STREAM && type != SOCK_DGRAM && type != SOCK_SEQPACKET)
		return -ESOCKTNOSUPPORT;
	if (protocol && protocol != AF_UNIX)
		return -EPROTONOSUPPORT;
	struct unix_socket *socket = unix_new(type);
	*made = socket ? &socket->socket : NULL;
	return socket ? 0 : -ENOMEM;
}

static int unix_pair(int type, int protocol, struct socket *made[2])
{
	int error = unix_create(type, protocol, &made[0]);
	if (error)
		return error;
	error = unix_create(type, protocol, &made[1]);
	if (error) {
		unix_put(unix_of(made[0]));
		return error;
	}
	unix_set_peer(unix_of(made[0]), unix_get(unix_of(made[1])));
	unix_set_peer(unix_of(made[1]), unix_get(unix_of(made[0])));
	return 0;
}

/* Connecting */

static int unix_bind_socket(struct socket *socket, const struct socket_address *address)
{
	return unix_bind(unix_of(socket), address);
}

static int unix_listen(struct socket *base, unsigned backlog)
{
	struct unix_socket *socket = unix_of(base);
	if (unix_is_datagram(socket))
		return -EOPNOTSUPP;
	if (!socket->name.length || socket->connected)
		return -EINVAL;
	spin_lock(&socket->lock);
	socket->backlog = min(max(backlog, 1u), SOCKET_BACKLOG_MAX);
	base->listening = true;
	spin_unlock(&socket->lock);
	return 0;
}

/** Queue `server` at a listener. 0, -EAGAIN: its queue is full, -ECONNREFUSED. Takes over the reference on success. */
static int listener_put(struct unix_socket *listener, struct unix_socket *server)
{
	int error = 0;
	spin_lock(&listener->lock);
	if (listener->closed || !listener->socket.listening) {
		error = -ECONNREFUSED;
	} else if (listener->pending_count > listener->backlog) {
		error = -EAGAIN;
	} else {
		list_append(&listener->pending, &server->pending_link);
		listener->pending_count++;
	}
	spin_unlock(&listener->lock);
	if (!error)
		waitq_wake_all(&listener->changed, EPOLLIN | EPOLLRDNORM);
	return error;
}

static bool listener_has_room(struct unix_socket *listener)
{
	return listener->closed || listener->pending_count <= listener->backlog;
}

static int connect_to_listener(struct unix_socket *client, struct unix_socket *listener, uint64_t deadline)
{
	if (listener->socket.type != client->socket.type)
		return -EPROTOTYPE;
	struct unix_socket *server = unix_new(client->socket.type);
	if (!server)
		return -ENOMEM;
	server->name = listener->name;
	unix_set_peer(server, unix_get(client));
	unix_set_peer(client, unix_get(server));
	int error;
	while ((error = listener_put(listener, server)) == -EAGAIN && deadline) {
		error = wait_event_until(&listener->changed, listener_has_room(listener), deadline);
		if (error)
			break;
	}
	if (error) {
		unix_set_peer(client, NULL);
		unix_set_peer(server, NULL);
		unix_put(server);
	}
	return error;
}

static int unix_connect(struct socket *base, const struct socket_address *address, uint64_t deadline)
{
	struct unix_socket *socket = unix_of(base), *target;
	if (unix_is_datagram(socket) && address->storage.ss_family == AF_UNSPEC) {
		unix_set_peer(socket, NULL);
		return 0;
	}
	if (!unix_is_datagram(socket) && socket->connected)
		return -EISCONN;
	if (base->listening)
		return -EINVAL;
	int error = unix_find(address, &target);
	if (error)
		return error;
	if (!unix_is_datagram(socket)) {
		error = connect_to_listener(socket, target, deadline);
		unix_put(target);
		return error;
	}
	if (unix_is_datagram(target))
		unix_set_peer(socket, target);
	else
		unix_put(target);
	return unix_is_datagram(target) ? 0 : -EPROTOTYPE;
}

static struct unix_socket *listener_take(struct unix_socket *listener)
{
	struct unix_socket *server = NULL;
	spin_lock(&listener->lock);
	if (!list_empty(&listener->pending)) {
		server = list_first(&listener->pending, struct unix_socket, pending_link);
		list_remove(&server->pending_link);
		listener->pending_count--;
	}
	spin_unlock(&listener->lock);
	return server;
}

static int unix_accept(struct socket *base, struct socket **accepted, uint64_t deadline)
{
	struct unix_socket *listener = unix_of(base), *server;
	if (unix_is_datagram(listener))
		return -EOPNOTSUPP;
	if (!base->listening)
		return -EINVAL;
	while (!(server = listener_take(listener))) {
		if (listener->no_receive)
			return -EINVAL;
		if (!deadline)
			return -EAGAIN;
		int error =
			wait_event_until(&listener->changed, listener->pending_count || listener->no_receive, deadline);
		if (error)
			return error;
	}
	waitq_wake_all(&listener->changed, EPOLLOUT);
	*accepted = &server->socket;
	return 0;
}

/* Ending */

/** The peer gets no more from us. */
static void tell_peer_end(struct unix_socket *socket)
{
	struct unix_socket *peer = unix_get_peer(socket);
	if (!peer)
		return;
	if (!unix_is_datagram(socket))
		peer->ended = true;
	waitq_wake_all(&peer->changed, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP);
	unix_put(peer);
}

static int unix_shutdown(struct socket *base, int how)
{
	struct unix_socket *socket = unix_of(base);
	if (!socket->connected && !base->listening)
		return -ENOTCONN;
	if (how != SHUT_WR)
		socket->no_receive = true;
	if (how != SHUT_RD) {
		socket->no_send = true;
		tell_peer_end(socket);
	}
	struct unix_socket *peer = unix_get_peer(socket);
	if (peer) /* who sends to us learns that nobody reads */
		waitq_wake_all(&peer->changed, EPOLLOUT | EPOLLHUP);
	unix_put(peer);
	waitq_wake_all(&socket->changed, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP);
	return 0;
}

static void free_packets(struct unix_socket *socket)
{
	struct list packets = LIST_INIT(packets);
	spin_lock(&socket->lock);
	list_splice(&packets, &socket->packets);
	socket->queued = 0;
	spin_unlock(&socket->lock);
	while (!list_empty(&packets)) {
		struct unix_packet *packet = list_first(&packets, struct unix_packet, link);
		list_remove(&packet->link);
		unix_packet_free(packet);
	}
}

static void unix_close(struct unix_socket *socket)
{
	struct unix_socket *server;
	unix_unbind(socket);
	spin_lock(&socket->lock);
	/* the reason is there before `closed` can be seen: a sender that waits looks at it first */
	if (socket->peer && !unix_is_datagram(socket) && !list_empty(&socket->packets))
		socket->peer->socket.error = ECONNRESET;
	socket->closed = true;
	spin_unlock(&socket->lock);
	while ((server = listener_take(socket)))
		unix_close(server); /* was never accepted; not deep: it does not listen */
	tell_peer_end(socket);
	waitq_wake_all(&socket->changed, EPOLLOUT | EPOLLHUP);
	unix_set_peer(socket, NULL);
	free_packets(socket);
	unix_put(socket);
}

static void unix_release(struct socket *socket)
{
	unix_close(unix_of(socket));
}

/* The rest */

static int unix_get_name(struct socket *base, bool peer, struct socket_address *address)
{
	struct unix_socket *socket = unix_of(base), *other = NULL;
	if (peer) {
		other = unix_get_peer(socket);
		if (!other)
			return -ENOTCONN;
	}
	*address = other ? other->name : socket->name;
	unix_put(other);
	if (!address->length) { /* a family and no name */
		address->storage.ss_family = AF_UNIX;
		address->length = sizeof(address->storage.ss_family);
	}
	return 0;
}

static uint32_t unix_poll(struct socket *base, struct file *file, struct poll_table *table)
{
	struct unix_socket *socket = unix_of(base);
	poll_wait(table, file, &socket->changed);
	if (base->listening)
		return socket->pending_count ? EPOLLIN | EPOLLRDNORM : 0;
	struct unix_socket *peer = unix_get_peer(socket);
	bool closed = !unix_is_datagram(socket) && (!peer || peer->closed);
	bool ended = socket->ended || socket->no_receive;
	uint32_t events = socket->queued || ended ? EPOLLIN | EPOLLRDNORM : 0;
	events |= ended ? EPOLLRDHUP : 0;
	events |= closed || (socket->no_receive && socket->no_send) ? EPOLLHUP : 0;
	events |= base->error ? EPOLLERR : 0;
	if (closed || !peer || unix_has_room(peer) || socket->no_send)
		events |= EPOLLOUT | EPOLLWRNORM;
	unix_put(peer);
	return events;
}

/** Bytes that one read returns: of a stream all, else of the first message. */
static int unix_readable_bytes(struct unix_socket *socket)
{
	struct unix_packet *packet;
	int bytes = 0;
	spin_lock(&socket->lock);
	list_for_each (packet, &socket->packets, link) {
		bytes += (int)(packet->size - packet->offset);
		if (socket->socket.type != SOCK_STREAM)
			break;
	}
	spin_unlock(&socket->lock);
	return bytes;
}

static long unix_ioctl(struct socket *socket, unsigned request, uint64_t argument)
{
	int bytes;
	if (request != FIONREAD)
		return -ENOTTY;
	bytes = unix_readable_bytes(unix_of(socket));
	return user_put(argument, &bytes);
}

static int unix_get_option(struct socket *base, int level, int name, void *value, unsigned *size)
{
	struct ucred credentials = {process.pid, process.uid, process.gid};
	if (level != SOL_SOCKET || name != SO_PEERCRED)
		return -ENOPROTOOPT;
	*size = min(*size, (unsigned)sizeof(credentials));
	memcpy(value, &credentials, *size);
	return 0;
}

static const struct socket_ops unix_ops = {
	.bind = unix_bind_socket,
	.connect = unix_connect,
	.listen = unix_listen,
	.accept = unix_accept,
	.get_name = unix_get_name,
	.shutdown = unix_shutdown,
	.send = unix_send,
	.receive = unix_receive,
	.get_option = unix_get_option,
	.poll = unix_poll,
	.ioctl = unix_ioctl,
	.release = unix_release,
};

const struct socket_family unix_family = {AF_UNIX, unix_create, unix_pair};
