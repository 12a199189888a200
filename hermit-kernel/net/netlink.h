/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * AF_NETLINK (netlink(7)), protocol NETLINK_ROUTE: what glibc's getifaddrs(3), if_nameindex(3) and getaddrinfo(3) ask.
 * netlink.c is the socket, netlink_route.c the answers. Nothing can be changed this way, and nobody is told of changes.
 */
#ifndef NET_NETLINK_H
#define NET_NETLINK_H

#include <linux/netlink.h>
#include "net/socket.h"

struct netlink_socket;

/** Queue one message for the program: header, `body` and `attributes`. 0 or -ENOMEM. */
int netlink_reply(struct netlink_socket *netlink, const struct nlmsghdr *request, uint16_t type, uint16_t flags,
	const void *body, size_t size);

/** Attributes behind the body of a message, which grows in `data`. */
struct netlink_builder {
	uint8_t data[512];
	size_t size;
};
void netlink_put(struct netlink_builder *builder, const void *bytes, size_t size);
void netlink_put_attribute(struct netlink_builder *builder, uint16_t type, const void *bytes, size_t size);

/** Answer a request of RTM_GET*; `size`: of header and body. 0 or an errno, which the program is told. */
int netlink_route_request(struct netlink_socket *netlink, const struct nlmsghdr *request, size_t size);

#endif
