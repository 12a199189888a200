/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/netlink.h"

#include <linux/errno.h>
#include <linux/eventpoll.h>
#include "lib/log.h"
#include "lib/string.h"
#include "mm/heap.h"
#include "net/families.h"
#include "sync/mutex.h"

#define REQUEST_MAX 4096u
#define FIRST_PORT  1u /* the process' id, as Linux gives the first socket */

struct message {
	struct list link;
	size_t size;
	uint8_t data[];
};

struct netlink_socket {
	struct socket socket;
	struct mutex lock; /* of all that follows */
	struct list messages;
	uint32_t port; /* 0: none yet */
	struct waitq changed;
	_Atomic unsigned count; /* of messages */
};

static const struct socket_ops netlink_ops;
static _Atomic uint32_t next_port = FIRST_PORT;

static struct netlink_socket *netlink_of(struct socket *socket)
{
	return container_of(socket, struct netlink_socket, socket);
}

static int netlink_create(int type, int protocol, struct socket **made)
{
	if (type != SOCK_RAW && type != SOCK_DGRAM)
		return -ESOCKTNOSUPPORT;
	if (protocol != NETLINK_ROUTE)
		return -EPROTONOSUPPORT;
	struct netlink_socket *netlink = heap_zalloc(sizeof(*netlink));
	if (!netlink)
		return -ENOMEM;
	socket_init(&netlink->socket, &netlink_ops, AF_NETLINK, type, protocol);
	mutex_init(&netlink->lock);
	list_init(&netlink->messages);
	waitq_init(&netlink->changed);
	*made = &netlink->socket;
	return 0;
}

const struct socket_family netlink_family = {AF_NETLINK, netlink_create, NULL};

/* Answers */

void netlink_put(struct netlink_builder *builder, const void *bytes, size_t size)
{
	assert(builder->size + NLMSG_ALIGN(size) <= sizeof(builder->data));
	memcpy(builder->data + builder->size, bytes, size);
	memset(builder->data + builder->size + size, 0, NLMSG_ALIGN(size) - size);
	builder->size += NLMSG_ALIGN(size);
}

void netlink_put_attribute(struct netlink_builder *builder, uint16_t type, const void *bytes, size_t size)
{
	struct nlattr header = {.nla_len = (uint16_t)(sizeof(header) + size), .nla_type = type};

	netlink_put(builder, &header, sizeof(header));
	netlink_put(builder, bytes, size);
}

int netlink_reply(struct netlink_socket *netlink, const struct nlmsghdr *request, uint16_t type, uint16_t flags,
	const void *body, size_t size)
{
	struct message *message = heap_alloc(sizeof(*message) + sizeof(struct nlmsghdr) + size);
	struct nlmsghdr header = {
		.nlmsg_len = (uint32_t)(sizeof(header) + size),
		.nlmsg_type = type,
		.nlmsg_flags = flags,
		.nlmsg_seq = request->nlmsg_seq,
		.nlmsg_pid = netlink->port,
	};

	if (!message)
		return -ENOMEM;
	message->size = header.nlmsg_len;
	memcpy(message->data, &header, sizeof(header));
	memcpy(message->data + sizeof(header), body, size);
	list_append(&netlink->messages, &message->link);
	netlink->count++;
	return 0;
}

static int reply_error(struct netlink_socket *netlink, const struct nlmsghdr *request, int error)
{
	const struct nlmsgerr body = {.error = error, .msg = *request};

	return netlink_reply(netlink, request, NLMSG_ERROR, 0, &body, sizeof(body));
}

/* Names */

static void give_port(struct netlink_socket *netlink)
{
	if (!netlink->port)
		netlink->port = atomic_fetch_add(&next_port, 1);
}

static int check_address(const struct socket_address *address)
{
	const struct sockaddr_nl *name = (const void *)&address->storage;

	if (address->length < sizeof(*name))
		return -EINVAL;
	return name->nl_family == AF_NETLINK ? 0 : -EINVAL;
}

static int netlink_bind(struct socket *socket, const struct socket_address *address)
{
	struct netlink_socket *netlink = netlink_of(socket);
	const struct sockaddr_nl *name = (const void *)&address->storage;
	int error = check_address(address);

	if (error)
		return error;
	mutex_lock(&netlink->lock);
	if (netlink->port && name->nl_pid && name->nl_pid != netlink->port)
		error = -EINVAL;
	else if (name->nl_pid)
		netlink->port = name->nl_pid;
	give_port(netlink);
	mutex_unlock(&netlink->lock);
	return error;
}

/** The kernel is the only peer. */
static int netlink_connect(struct socket *socket, const struct socket_address *address, uint64_t deadline)
{
	const struct sockaddr_nl *name = (const void *)&address->storage;
	int error = address->storage.ss_family == AF_UNSPEC ? 0 : check_address(address);

	if (!error && address->storage.ss_family == AF_NETLINK && name->nl_pid)
		return -ECONNREFUSED;
	return error;
}

static void put_name(struct socket_address *address, uint32_t port)
{
	struct sockaddr_nl *name = (void *)&address->storage;

	memset(&address->storage, 0, sizeof(address->storage));
	name->nl_family = AF_NETLINK;
	name->nl_pid = port;
	address->length = sizeof(*name);
}

static int netlink_get_name(struct socket *socket, bool peer, struct socket_address *address)
{
	put_name(address, peer ? 0 : netlink_of(socket)->port);
	return 0;
}

/* Transfer */

/** One request of those in `bytes`; how long it is, 0: no more. */
static size_t handle(struct netlink_socket *netlink, const uint8_t *bytes, size_t size)
{
	const struct nlmsghdr *request = (const void *)bytes;

	if (size < sizeof(*request) || request->nlmsg_len < sizeof(*request) || request->nlmsg_len > size)
		return 0;
	int error = 0;
	bool is_request = request->nlmsg_flags & NLM_F_REQUEST && request->nlmsg_type >= NLMSG_MIN_TYPE;
	if (is_request)
		error = netlink_route_request(netlink, request, request->nlmsg_len);
	if (error || (request->nlmsg_flags & NLM_F_ACK && request->nlmsg_flags & NLM_F_REQUEST))
		reply_error(netlink, request, error);
	return min((size_t)NLMSG_ALIGN(request->nlmsg_len), size);
}

static ssize64_t netlink_send(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct netlink_socket *netlink = netlink_of(socket);
	size_t size = message->data.left, done = 0, step;
	const struct sockaddr_nl *name = (const void *)&message->address.storage;
	int error = message->address.length ? check_address(&message->address) : 0;

	if (error)
		return error;
	if (message->address.length && name->nl_pid)
		return -ECONNREFUSED;
	if (size > REQUEST_MAX)
		return -EMSGSIZE;
	uint8_t *bytes = heap_alloc(max(size, (size_t)1));
	if (!bytes)
		return -ENOBUFS;
	error = socket_buffers_take(&message->data, bytes, size);
	mutex_lock(&netlink->lock);
	give_port(netlink);
	while (!error && (step = handle(netlink, bytes + done, size - done)))
		done += step;
	mutex_unlock(&netlink->lock);
	heap_free(bytes);
	waitq_wake_all(&netlink->changed, EPOLLIN | EPOLLRDNORM);
	return error ? error : (ssize64_t)size;
}

/** Under the lock. */
static ssize64_t receive_first(struct netlink_socket *netlink, struct socket_message *to)
{
	struct message *message = list_first(&netlink->messages, struct message, link);
	size_t size = message->size, part = min(size, to->data.left);
	bool whole_length = to->flags & MSG_TRUNC;
	int error = socket_buffers_give(&to->data, message->data, part);

	put_name(&to->address, 0);
	if (!(to->flags & MSG_PEEK)) {
		list_remove(&message->link);
		netlink->count--;
		heap_free(message);
	}
	to->flags &= ~MSG_TRUNC;
	if (part < size)
		to->flags |= MSG_TRUNC;
	return error ? error : (ssize64_t)(whole_length ? size : part);
}

static ssize64_t netlink_receive(struct socket *socket, struct socket_message *message, uint64_t deadline)
{
	struct netlink_socket *netlink = netlink_of(socket);
	ssize64_t result;

	for (;;) {
		mutex_lock(&netlink->lock);
		result = list_empty(&netlink->messages) ? -EAGAIN : receive_first(netlink, message);
		mutex_unlock(&netlink->lock);
		if (result != -EAGAIN || !deadline)
			return result;
		int error = wait_event_until(&netlink->changed, netlink->count, deadline);
		if (error)
			return error;
	}
}

static uint32_t netlink_poll(struct socket *socket, struct file *file, struct poll_table *table)
{
	struct netlink_socket *netlink = netlink_of(socket);

	poll_wait(table, file, &netlink->changed);
	return EPOLLOUT | EPOLLWRNORM | (netlink->count ? EPOLLIN | EPOLLRDNORM : 0);
}

static void netlink_release(struct socket *socket)
{
	struct netlink_socket *netlink = netlink_of(socket);

	while (!list_empty(&netlink->messages)) {
		struct message *message = list_first(&netlink->messages, struct message, link);
		list_remove(&message->link);
		heap_free(message);
	}
	heap_free(netlink);
}

static const struct socket_ops netlink_ops = {
	.bind = netlink_bind,
	.connect = netlink_connect,
	.get_name = netlink_get_name,
	.send = netlink_send,
	.receive = netlink_receive,
	.poll = netlink_poll,
	.release = netlink_release,
};
