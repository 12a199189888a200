/* SPDX-License-Identifier: BSD-3-Clause */
/* struct sockaddr_in and sockaddr_in6 ↔ lwIP's addresses. */
#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include "lib/string.h"
#include "lwip/netif.h"
#include "net/inet.h"

static void take_4(const struct sockaddr_in *from, struct inet_end *end)
{
	ip_addr_set_ip4_u32(&end->address, from->sin_addr.s_addr);
	end->port = __builtin_bswap16(from->sin_port);
}

static void take_6(const struct sockaddr_in6 *from, struct inet_end *end)
{
	ip6_addr_t address;

	memcpy(address.addr, &from->sin6_addr, sizeof(address.addr));
	ip6_addr_clear_zone(&address);
	end->port = __builtin_bswap16(from->sin6_port);
	if (ip6_addr_isipv4mappedipv6(&address)) {
		unmap_ipv4_mapped_ipv6(ip_2_ip4(&end->address), &address);
		IP_SET_TYPE(&end->address, IPADDR_TYPE_V4);
		return;
	}
	if (from->sin6_scope_id <= UINT8_MAX && ip6_addr_has_scope(&address, IP6_UNKNOWN))
		ip6_addr_set_zone(&address, (uint8_t)from->sin6_scope_id);
	ip_addr_copy_from_ip6(end->address, address);
}

int inet_address_take(const struct inet_socket *inet, const struct socket_address *from, struct inet_end *end)
{
	const struct sockaddr_in *in = (const void *)&from->storage;
	const struct sockaddr_in6 *in6 = (const void *)&from->storage;
	const unsigned in6_least = offsetof(struct sockaddr_in6, sin6_scope_id); /* RFC 2133 had no scope */

	if (inet->socket.family == AF_INET) {
		if (from->length < sizeof(*in))
			return -EINVAL;
		if (in->sin_family != AF_INET && (in->sin_family != AF_UNSPEC || in->sin_addr.s_addr))
			return -EAFNOSUPPORT;
		take_4(in, end);
		return 0;
	}
	if (from->length < in6_least)
		return -EINVAL;
	if (in6->sin6_family != AF_INET6)
		return -EAFNOSUPPORT;
	take_6(in6, end);
	return IP_IS_V4_VAL(end->address) && inet->v6only ? -ENETUNREACH : 0;
}

static void map_4(ip6_addr_t *to, const ip4_addr_t *from)
{
	ip4_2_ipv4_mapped_ipv6(to, from);
}

void inet_address_put(const struct inet_socket *inet, const struct inet_end *end, struct socket_address *to)
{
	struct sockaddr_in *in = (void *)&to->storage;
	struct sockaddr_in6 *in6 = (void *)&to->storage;

	memset(&to->storage, 0, sizeof(to->storage));
	if (inet->socket.family == AF_INET) {
		in->sin_family = AF_INET;
		in->sin_port = __builtin_bswap16(end->port);
		in->sin_addr.s_addr = ip_addr_get_ip4_u32(&end->address);
		to->length = sizeof(*in);
		return;
	}
	ip6_addr_t address = *ip_2_ip6(&end->address);
	if (IP_IS_V4_VAL(end->address) && !ip4_addr_isany(ip_2_ip4(&end->address)))
		map_4(&address, ip_2_ip4(&end->address));
	else if (IP_IS_V4_VAL(end->address))
		ip6_addr_set_zero(&address);
	in6->sin6_family = AF_INET6;
	in6->sin6_port = __builtin_bswap16(end->port);
	memcpy(&in6->sin6_addr, address.addr, sizeof(address.addr));
	in6->sin6_scope_id = ip6_addr_has_zone(&address) ? ip6_addr_zone(&address) : 0;
	to->length = sizeof(*in6);
}

uint8_t inet_address_type(const struct inet_socket *inet)
{
	if (inet->socket.family == AF_INET)
		return IPADDR_TYPE_V4;
	return inet->v6only ? IPADDR_TYPE_V6 : IPADDR_TYPE_ANY;
}

static bool netif_has(struct netif *netif, const ip_addr_t *address)
{
	if (IP_IS_V4(address)) /* all of 127.0.0.0/8 is this isle's */
		return ip4_addr_cmp(netif_ip4_addr(netif), ip_2_ip4(address)) || ip4_addr_isloopback(ip_2_ip4(address));
	return netif_get_ip6_addr_match(netif, ip_2_ip6(address)) >= 0;
}

int inet_address_is_local(const ip_addr_t *address)
{
	struct netif *netif;

	if (ip_addr_isany(address) || ip_addr_ismulticast(address))
		return 0;
	NETIF_FOREACH(netif)
	if (netif_has(netif, address))
		return 0;
	return -EADDRNOTAVAIL;
}

bool inet_addresses_meet(const ip_addr_t *a, const ip_addr_t *b)
{
	if (ip_addr_isany(a) || ip_addr_isany(b)) {
		bool both = IP_IS_ANY_TYPE_VAL(*a) || IP_IS_ANY_TYPE_VAL(*b);
		return both || IP_GET_TYPE(a) == IP_GET_TYPE(b);
	}
	return ip_addr_cmp(a, b);
}
