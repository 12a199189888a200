/* SPDX-License-Identifier: BSD-3-Clause */
/* SOCK_DGRAM over IP (udp(7)). */
#include <asm/ioctls.h>
#include <asm/socket.h>
#include <linux/errno.h>
#include <linux/eventpoll.h>
#include <linux/in.h>
#include "lwip/udp.h"
#include "mm/heap.h"
#include "mm/user.h"
#include "net/inet.h"
#include "net/interface.h"
#include "net/stack.h"
#include "sync/mutex.h"

#define PAYLOAD_MAX_4   65507u /* what fits into an IPv4 packet */
#define PAYLOAD_MAX_6   65487u /* lwIP counts the header of IPv6 too */
#define PACKET_OVERHEAD 256u   /* counted for each datagram, so that empty ones fill the queue too */

struct udp_packet {
	struct list link;
	struct inet_end sender;
	struct pbuf *buffers;
};

struct udp_socket {
	struct inet_socket inet;
	struct udp_pcb *pcb; /* under net_lock; made with the socket's first use */
	bool connected;
	bool local_chosen; /* by connect(2), not by bind(2) */
	_Atomic bool no_send, no_receive;
	struct mutex reading;
	struct spinlock lock; /* of the packets */
	struct list packets;
	_Atomic uint64_t queued; /* bytes in packets, with overhead */
};

static const struct socket_ops udp_ops;

static struct udp_socket *udp_of(struct socket *socket)
{
	return container_of(inet_of(socket), struct udp_socket, inet);
}

int udp_socket_create(int family, struct socket **made)
{
	struct udp_socket *udp = heap_zalloc(sizeof(*udp));

	if (!udp)
		return -ENOMEM;
	inet_init(&udp->inet, &udp_ops, family, SOCK_DGRAM, IPPROTO_UDP);
	mutex_init(&udp->reading);
	spin_init(&udp->lock);
	list_init(&udp->packets);
	*made = &udp->inet.socket;
	return 0;
}

/* Packets in */

static void packet_free(struct udp_packet *packet)
{
	pbuf_free(packet->buffers);
	heap_free(packet);
}

static uint64_t packet_cost(const struct udp_packet *packet)
{
	return packet->buffers->tot_len + PACKET_OVERHEAD;
}

/** lwIP's callback. What has no room is lost, as datagrams may be. */
static void on_received(void *socket, struct udp_pcb *pcb, struct pbuf *buffers, const ip_addr_t *address, u16_t port)
{
	struct udp_socket *udp = socket;
	struct udp_packet *packet =
		udp->no_receive || udp->queued > udp->inet.socket.receive_size ? NULL : heap_alloc(sizeof(*packet));

	if (!packet) {
		pbuf_free(buffers);
		return;
	}
	packet->buffers = buffers;
	ip_addr_copy(packet->sender.address, *address);
	packet->sender.port = port;
	atomic_fetch_add(&udp->queued, packet_cost(packet));
	spin_lock(&udp->lock);
	list_append(&udp->packets, &packet->link);
	spin_unlock(&udp->lock);
	waitq_wake_all(&udp->inet.changed, EPOLLIN | EPOLLRDNORM);
}

void udp_socket_queues(void *socket, struct inet_queues *queues)
{
	struct udp_socket *udp = socket;

	queues->sending = 0;
	queues->received = udp->queued;
}

void udp_socket_failed(void *socket, int error, bool v6)
{
	struct udp_socket *udp = socket;
	bool is_final = udp->connected && (error == ECONNREFUSED || error == ENOPROTOOPT);

	if (!is_final && !(v6 ? udp->inet.errors_6 : udp->inet.errors_4))
		return;
	udp->inet.socket.error = error;
	waitq_wake_all(&udp->inet.changed, EPOLLERR | EPOLLIN | EPOLLOUT);
}

/* Ends */

static bool option(const struct udp_socket *udp, int name)
{
	return udp->inet.socket.options >> name & 1;
}

static bool is_taken(const struct udp_socket *udp, const struct inet_end *end)
{
	for (const struct udp_pcb *other = udp_pcbs; other; other = other->next) {
		bool meet = other != udp->pcb && other->local_port == end->port &&
			    inet_addresses_meet(&other->local_ip, &end->address);
		if (meet && !inet_may_share(&udp->inet.socket, other->so_options, false))
			return true;
	}
	return false;
}

static int need_pcb(struct udp_socket *udp)
{
	if (udp->pcb)
		return 0;
	udp->pcb = udp_new_ip_type(inet_address_type(&udp->inet));
	if (!udp->pcb)
		return -ENOMEM;
	udp_recv(udp->pcb, on_received, udp);
	return 0;
}

static void apply_options(struct udp_socket *udp)
{
	if (!udp->pcb)
		return;
	udp->pcb->so_options = inet_control_options(&udp->inet.socket);
	udp->pcb->tos = udp->inet.tos;
	udp->pcb->ttl = udp->inet.ttl ? udp->inet.ttl : UDP_TTL;
	udp_set_multicast_ttl(udp->pcb, udp->inet.multicast_ttl);
	udp_set_multicast_netif_index(udp->pcb, udp->inet.multicast_interface);
	if (udp->inet.multicast_loop && udp->inet.multicast_interface != LOOPBACK_INDEX) /* there it would be twice */
		udp_set_flags(udp->pcb, UDP_FLAGS_MULTICAST_LOOP);
	else
		udp_clear_flags(udp->pcb, UDP_FLAGS_MULTICAST_LOOP);
}

static void remember_local(struct udp_socket *udp)
{
	ip_addr_copy(udp->inet.local.address, udp->pcb->local_ip);
	udp->inet.local.port = udp->pcb->local_port;
}

/** Under net_lock. `end` NULL: any address and port. */
static int bind_pcb(struct udp_socket *udp, struct inet_end *end)
{
	struct inet_end any = {.port = 0};
	int error = need_pcb(udp);

	if (error)
		return error;
	if (!end) {
		ip_addr_set_any(false, &any.address);
		IP_SET_TYPE(&any.address, inet_address_type(&udp->inet));
		end = &any;
	}
	if (end->port && is_taken(udp, end))
		return -EADDRINUSE;
	apply_options(udp);
	error = inet_error(udp_bind(udp->pcb, &end->address, end->port));
	if (!error)
		remember_local(udp);
	return error;
}

static int udp_socket_bind(struct socket *socket, const struct socket_address *address)
{
	struct udp_socket *udp = udp_of(socket);
	struct inet_end end;
	int error = inet_address_take(&udp->inet, address, &end);

	if (error)
		return error;
	if (ip_addr_isany(&end.address))
		IP_SET_TYPE(&end.address, inet_address_type(&udp->inet));
	net_lock();
	error = udp->pcb && udp->pcb->local_port ? -EINVAL : inet_address_is_local(&end.address);
	if (!error)
		error = bind_pcb(udp, &end);
	udp->inet.bound |= !error;
	net_unlock();
	return error;
}

static void disconnect(struct udp_socket *udp)
{
	udp->connected = false;
	if (udp->pcb)
		udp_disconnect(udp->pcb);
	if (udp->pcb && udp->local_chosen) {
		ip_addr_set_any(false, &udp->pcb->local_ip);
		IP_SET_TYPE(&udp->pcb->local_ip, inet_address_type(&udp->inet));
		remember_local(udp);
		udp->local_chosen = false;
	}
}

/** The way to the other end decides what the own address is, where none was asked for (ip(7)). Under net_lock. */
static int choose_local(struct udp_socket *udp)
{
	ip_addr_t *local = &udp->pcb->local_ip, *remote = &udp->pcb->remote_ip;

	if (!ip_addr_isany(local) || ip_addr_ismulticast(remote))
		return 0;
	struct netif *netif = ip_route(local, remote);
	const ip_addr_t *own = netif ? ip_netif_get_local_ip(netif, remote) : NULL;
	if (!own || ip_addr_isany(own))
		return -ENETUNREACH;
	ip_addr_copy(*local, *own);
	udp->local_chosen = true;
	return 0;
}

static int udp_socket_connect(struct socket *socket, const struct socket_address *address, uint64_t deadline)
{
	struct udp_socket *udp = udp_of(socket);
	struct inet_end end;
	int error = 0;

	if (address->storage.ss_family == AF_UNSPEC) {
		net_lock();
		disconnect(udp);
		net_unlock();
		return 0;
	}
	error = inet_address_take(&udp->inet, address, &end);
	if (error)
		return error;
	if (ip_addr_isany(&end.address))
		ip_addr_set_loopback(IP_IS_V6_VAL(end.address), &end.address);
	net_lock();
	if (!udp->pcb || !udp->pcb->local_port)
		error = bind_pcb(udp, NULL);
	if (!error)
		error = inet_error(udp_connect(udp->pcb, &end.address, end.port));
	if (!error)
		error = choose_local(udp);
	if (error) {
		disconnect(udp);
	} else {
		udp->connected = true;
		udp->inet.remote = end;
		remember_local(udp);
	}
	net_unlock();
	return error;
}

static int udp_socket_get_name(struct socket *socket, bool peer, struct socket_address *address)
{
	struct udp_socket *udp = udp_of(socket);

	if (peer && !udp->connected)
		return -ENOTCONN;
	inet_address_put(&udp->inet, peer ? &udp->inet.remote : &udp->inet.local, address);
	return 0;
}

/* Sending */

/** Where to: the address of the call, or the connection's. */
static int choose_end(struct udp_socket *udp, const struct socket_message *message, struct inet_end *end)
{
	if (!message->address.length) {
		*end = udp->inet.remote;
		return udp->connected ? 0 : -EDESTADDRREQ;
	}
	int error = inet_address_take(&udp->inet, &message->address, end);
	if (!error && !end->port)
		error = -EINVAL;
	if (!error && ip_addr_isany(&end->address))
		ip_addr_set_loopback(IP_IS_V6_VAL(end->address), &end->address);
	return error;
}

static int send_buffer(struct udp_socket *udp, struct pbuf *buffer, const struct inet_end *end)
{
	int error = udp->pcb && udp->pcb->local_port ? 0 : bind_pcb(udp, NULL);

	if (error)
		return error;
	error = inet_error(udp_sendto(udp->pcb, buffer, &end->address, end->port));
	if (error == -EINVAL) /* lwIP: a broadcast without the option, or versions that differ */
		error = option(udp, SO_BROADCAST) ? -EAFNOSUPPORT : -EACCES;
	return error == -ENOMEM ? -ENOBUFS : error;
}

static ssize64_t udp_socket_send(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct udp_socket *udp = udp_of(socket);
	size_t size = message->data.left;
	struct inet_end end;
	int error = -atomic_exchange(&socket->error, 0);

	if (error)
		return error;
	if (udp->no_send)
		return -EPIPE;
	if (size > PAYLOAD_MAX_4)
		return -EMSGSIZE;
	error = choose_end(udp, message, &end);
	if (!error && IP_IS_V6_VAL(end.address) && size > PAYLOAD_MAX_6)
		error = -EMSGSIZE;
	if (error)
		return error;
	struct pbuf *buffer = pbuf_alloc(PBUF_TRANSPORT, (u16_t)size, PBUF_RAM);
	if (!buffer)
		return -ENOBUFS;
	error = size ? socket_buffers_take(&message->data, buffer->payload, size) : 0;
	if (!error) {
		net_lock();
		error = send_buffer(udp, buffer, &end);
		net_unlock();
	}
	pbuf_free(buffer);
	return error ? error : (ssize64_t)size;
}

/* Receiving */

static struct udp_packet *first_packet(struct udp_socket *udp, bool take)
{
	struct udp_packet *packet = NULL;

	spin_lock(&udp->lock);
	if (!list_empty(&udp->packets)) {
		packet = list_first(&udp->packets, struct udp_packet, link);
		if (take)
			list_remove(&packet->link);
	}
	spin_unlock(&udp->lock);
	if (packet && take)
		atomic_fetch_sub(&udp->queued, packet_cost(packet));
	return packet;
}

static int give_packet(struct udp_socket *udp, const struct udp_packet *packet, struct socket_message *message)
{
	size_t left = min((size_t)packet->buffers->tot_len, message->data.left);
	int error = 0;

	inet_address_put(&udp->inet, &packet->sender, &message->address);
	for (const struct pbuf *buffer = packet->buffers; buffer && left && !error; buffer = buffer->next) {
		size_t part = min((size_t)buffer->len, left);
		error = socket_buffers_give(&message->data, buffer->payload, part);
		left -= part;
	}
	return error;
}

static ssize64_t receive_packet(struct udp_socket *udp, struct udp_packet *packet, struct socket_message *message)
{
	size_t size = packet->buffers->tot_len, room = message->data.left;
	bool whole_length = message->flags & MSG_TRUNC;
	int error = give_packet(udp, packet, message);

	message->flags &= ~MSG_TRUNC;
	if (size > room)
		message->flags |= MSG_TRUNC;
	if (error)
		return error;
	return (ssize64_t)(whole_length ? size : min(size, room));
}

static bool is_readable(struct udp_socket *udp)
{
	return udp->queued || udp->no_receive || udp->inet.socket.error;
}

static ssize64_t udp_socket_receive(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct udp_socket *udp = udp_of(socket);
	bool peek = message->flags & MSG_PEEK;
	struct udp_packet *packet;
	ssize64_t got = 0;

	mutex_lock(&udp->reading);
	while (!(packet = first_packet(udp, !peek))) {
		got = -atomic_exchange(&socket->error, 0);
		if (got || udp->no_receive)
			break;
		got = -EAGAIN;
		if (!deadline)
			break;
		mutex_unlock(&udp->reading);
		got = wait_event_until(&udp->inet.changed, is_readable(udp), deadline);
		mutex_lock(&udp->reading);
		if (got)
			break;
	}
	if (packet)
		got = receive_packet(udp, packet, message);
	mutex_unlock(&udp->reading);
	if (packet && !peek)
		packet_free(packet);
	return got;
}

/* The rest */

static int udp_socket_shutdown(struct socket *socket, int how)
{
	struct udp_socket *udp = udp_of(socket);

	udp->no_receive |= how != SHUT_WR;
	udp->no_send |= how != SHUT_RD;
	waitq_wake_all(&udp->inet.changed, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLHUP);
	return udp->connected ? 0 : -ENOTCONN; /* as on Linux: who waits is woken even so */
}

static uint32_t udp_socket_poll(struct socket *socket, struct file *file, struct poll_table *table)
{
	struct udp_socket *udp = udp_of(socket);
	uint32_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(table, file, &udp->inet.changed);
	events |= udp->queued || udp->no_receive ? EPOLLIN | EPOLLRDNORM : 0;
	events |= udp->no_receive ? EPOLLRDHUP : 0;
	events |= udp->no_receive && udp->no_send ? EPOLLHUP : 0;
	return events | (socket->error ? EPOLLERR : 0);
}

static long udp_socket_ioctl(struct socket *socket, unsigned request, uint64_t argument)
{
	struct udp_socket *udp = udp_of(socket);
	int bytes = 0;

	if (request != FIONREAD)
		return -ENOTTY;
	spin_lock(&udp->lock);
	if (!list_empty(&udp->packets))
		bytes = list_first(&udp->packets, struct udp_packet, link)->buffers->tot_len;
	spin_unlock(&udp->lock);
	return user_put(argument, &bytes);
}

static void udp_socket_switched(struct socket *socket)
{
	net_lock();
	apply_options(udp_of(socket));
	net_unlock();
}

static int udp_socket_set_option(struct socket *socket, int level, int name, const void *value, unsigned size)
{
	int error = inet_set_option(socket, level, name, value, size);

	if (!error)
		udp_socket_switched(socket);
	return error;
}

static void udp_socket_release(struct socket *socket)
{
	struct udp_socket *udp = udp_of(socket);
	struct udp_packet *packet;

	net_lock();
	inet_multicast_leave_all(&udp->inet);
	if (udp->pcb)
		udp_remove(udp->pcb);
	net_unlock();
	while ((packet = first_packet(udp, true)))
		packet_free(packet);
	heap_free(udp);
}

static const struct socket_ops udp_ops = {
	.bind = udp_socket_bind,
	.connect = udp_socket_connect,
	.get_name = udp_socket_get_name,
	.shutdown = udp_socket_shutdown,
	.send = udp_socket_send,
	.receive = udp_socket_receive,
	.get_option = inet_get_option,
	.set_option = udp_socket_set_option,
	.switched = udp_socket_switched,
	.poll = udp_socket_poll,
	.ioctl = udp_socket_ioctl,
	.release = udp_socket_release,
};
