/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/inet.h"

#include <linux/errno.h>
#include <linux/in.h>
#include "lwip/err.h"
#include "net/families.h"

void inet_init(struct inet_socket *inet, const struct socket_ops *ops, int family, int type, int protocol)
{
	socket_init(&inet->socket, ops, family, type, protocol);
	inet->refs = 1;
	waitq_init(&inet->changed);
	inet->multicast_ttl = 1;
	inet->multicast_loop = true;
	list_init(&inet->memberships);
	ip_addr_set_zero(&inet->local.address);
	ip_addr_set_zero(&inet->remote.address);
}

static int create(int family, int type, int protocol, struct socket **made)
{
	switch (type) {
	case SOCK_STREAM:
		return protocol && protocol != IPPROTO_TCP ? -EPROTONOSUPPORT : tcp_socket_create(family, made);
	case SOCK_DGRAM:
		return protocol && protocol != IPPROTO_UDP ? -EPROTONOSUPPORT : udp_socket_create(family, made);
	default:
		return -ESOCKTNOSUPPORT;
	}
}

static int create_4(int type, int protocol, struct socket **made)
{
	return create(AF_INET, type, protocol, made);
}

static int create_6(int type, int protocol, struct socket **made)
{
	return create(AF_INET6, type, protocol, made);
}

const struct socket_family inet_family = {AF_INET, create_4, NULL}, inet6_family = {AF_INET6, create_6, NULL};

int inet_error(int8_t error)
{
	static const int errors[] = {
		[-ERR_OK] = 0,
		[-ERR_MEM] = -ENOMEM,
		[-ERR_BUF] = -ENOBUFS,
		[-ERR_TIMEOUT] = -ETIMEDOUT,
		[-ERR_RTE] = -ENETUNREACH,
		[-ERR_INPROGRESS] = -EINPROGRESS,
		[-ERR_VAL] = -EINVAL,
		[-ERR_WOULDBLOCK] = -EAGAIN,
		[-ERR_USE] = -EADDRINUSE,
		[-ERR_ALREADY] = -EALREADY,
		[-ERR_ISCONN] = -EISCONN,
		[-ERR_CONN] = -ENOTCONN,
		[-ERR_IF] = -ENETDOWN,
		[-ERR_ABRT] = -ETIMEDOUT, /* lwIP gave up */
		[-ERR_RST] = -ECONNRESET,
		[-ERR_CLSD] = -EPIPE,
		[-ERR_ARG] = -EINVAL,
	};
	return (unsigned)-error < array_size(errors) ? errors[-error] : -EIO;
}
