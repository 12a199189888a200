/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Multicast options of datagram sockets (ip(7), ipv6(7)): where and how far packets to groups go, and membership of
 * groups, which lwIP counts for each interface. A dual-stack socket has one set of them for both versions.
 */
#include <linux/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include "lib/string.h"
#include "lwip/igmp.h"
#include "lwip/mld6.h"
#include "lwip/netif.h"
#include "mm/heap.h"
#include "net/inet.h"
#include "net/stack.h"

#define V6               0x100 /* added to the names of IPPROTO_IPV6 */
#define MEMBERSHIPS_MOST 64u

struct inet_membership {
	struct list link;
	ip_addr_t group;
	uint8_t interface; /* its index */
};

static struct netif *netif_of_address(const struct in_addr *address)
{
	struct netif *netif;

	NETIF_FOREACH(netif)
	if (ip4_addr_get_u32(netif_ip4_addr(netif)) == address->s_addr)
		return netif;
	return NULL;
}

static struct netif *netif_of_index(int index)
{
	return index > 0 && index <= UINT8_MAX ? netif_get_by_index((u8_t)index) : NULL;
}

/* Membership. Under net_lock */

static int join(const ip_addr_t *group, struct netif *netif)
{
	err_t error = IP_IS_V6(group) ? mld6_joingroup_netif(netif, ip_2_ip6(group))
				      : igmp_joingroup_netif(netif, ip_2_ip4(group));
	return error == ERR_OK ? 0 : error == ERR_MEM ? -ENOBUFS : -EINVAL;
}

static void leave(struct inet_membership *membership)
{
	struct netif *netif = netif_get_by_index(membership->interface);

	if (netif && IP_IS_V6_VAL(membership->group))
		mld6_leavegroup_netif(netif, ip_2_ip6(&membership->group));
	else if (netif)
		igmp_leavegroup_netif(netif, ip_2_ip4(&membership->group));
	list_remove(&membership->link);
	heap_free(membership);
}

static struct inet_membership *find(
	struct inet_socket *inet, const ip_addr_t *group, uint8_t interface, unsigned *count)
{
	struct inet_membership *membership;

	*count = 0;
	list_for_each (membership, &inet->memberships, link) {
		if (ip_addr_cmp(&membership->group, group) && membership->interface == interface)
			return membership;
		++*count;
	}
	return NULL;
}

static int change(struct inet_socket *inet, const ip_addr_t *group, struct netif *netif, bool joins)
{
	unsigned count;

	if (!ip_addr_ismulticast(group))
		return -EINVAL;
	if (!netif)
		return -ENODEV;
	struct inet_membership *membership = find(inet, group, netif_get_index(netif), &count);
	if (!joins) {
		if (membership)
			leave(membership);
		return membership ? 0 : -EADDRNOTAVAIL;
	}
	if (membership || count == MEMBERSHIPS_MOST)
		return membership ? -EADDRINUSE : -ENOBUFS;
	membership = heap_zalloc(sizeof(*membership));
	int error = membership ? join(group, netif) : -ENOBUFS;
	if (error) {
		heap_free(membership);
		return error;
	}
	ip_addr_copy(membership->group, *group);
	membership->interface = netif_get_index(netif);
	list_append(&inet->memberships, &membership->link);
	return 0;
}

void inet_multicast_leave_all(struct inet_socket *inet)
{
	while (!list_empty(&inet->memberships))
		leave(list_first(&inet->memberships, struct inet_membership, link));
}

static int change_4(struct inet_socket *inet, const void *value, unsigned size, bool joins)
{
	struct ip_mreqn request = {.imr_ifindex = 0};
	ip_addr_t group;

	if (size < sizeof(struct ip_mreq))
		return -EINVAL;
	memcpy(&request, value, min((size_t)size, sizeof(request)));
	ip_addr_set_ip4_u32_val(group, request.imr_multiaddr.s_addr);
	struct netif *netif = netif_default ? netif_default : netif_of_index(1);
	if (size >= sizeof(request) && request.imr_ifindex)
		netif = netif_of_index(request.imr_ifindex);
	else if (request.imr_address.s_addr)
		netif = netif_of_address(&request.imr_address);
	return change(inet, &group, netif, joins);
}

static int change_6(struct inet_socket *inet, const void *value, unsigned size, bool joins)
{
	struct ipv6_mreq request;
	ip6_addr_t group;
	ip_addr_t address;

	if (size < sizeof(request))
		return -EINVAL;
	memcpy(&request, value, sizeof(request));
	memcpy(group.addr, &request.ipv6mr_multiaddr, sizeof(group.addr));
	ip6_addr_clear_zone(&group);
	struct netif *netif = netif_default ? netif_default : netif_of_index(1);
	if (request.ipv6mr_ifindex)
		netif = netif_of_index(request.ipv6mr_ifindex);
	if (netif)
		ip6_addr_assign_zone(&group, IP6_MULTICAST, netif);
	ip_addr_copy_from_ip6(address, group);
	return change(inet, &address, netif, joins);
}

/* Sending */

static int set_interface_4(struct inet_socket *inet, const void *value, unsigned size)
{
	struct ip_mreqn request = {.imr_ifindex = 0};
	struct netif *netif = NULL;

	if (size < sizeof(struct in_addr))
		return -EINVAL;
	if (size >= sizeof(struct ip_mreq))
		memcpy(&request, value, min((size_t)size, sizeof(request)));
	else
		memcpy(&request.imr_address, value, sizeof(request.imr_address));
	if (!request.imr_ifindex && !request.imr_address.s_addr) {
		inet->multicast_interface = NETIF_NO_INDEX;
		return 0;
	}
	netif = request.imr_ifindex ? netif_of_index(request.imr_ifindex) : netif_of_address(&request.imr_address);
	if (netif)
		inet->multicast_interface = netif_get_index(netif);
	return netif ? 0 : -EADDRNOTAVAIL;
}

static int set_interface_6(struct inet_socket *inet, int index)
{
	if (index && !netif_of_index(index))
		return -ENODEV;
	inet->multicast_interface = (uint8_t)index;
	return 0;
}

static int set_number(struct inet_socket *inet, int name, int number)
{
	switch (name) {
	case IP_MULTICAST_TTL:
	case IPV6_MULTICAST_HOPS | V6:
		if (number < -1 || number > 255)
			return -EINVAL;
		inet->multicast_ttl = number < 0 ? 1 : (uint8_t)number;
		return 0;
	case IP_MULTICAST_LOOP:
	case IPV6_MULTICAST_LOOP | V6:
		inet->multicast_loop = number != 0;
		return 0;
	case IPV6_MULTICAST_IF | V6:
		return set_interface_6(inet, number);
	default:
		return -ENOPROTOOPT; /* IP_MULTICAST_ALL too: lwIP hands a group's packets to all sockets of the port */
	}
}

int inet_multicast_set(struct inet_socket *inet, int level, int name, const void *value, unsigned size)
{
	int number, error;

	name |= level == IPPROTO_IPV6 ? V6 : 0;
	net_lock();
	switch (name) {
	case IP_ADD_MEMBERSHIP:
	case IP_DROP_MEMBERSHIP:
		error = change_4(inet, value, size, name == IP_ADD_MEMBERSHIP);
		break;
	case IPV6_ADD_MEMBERSHIP | V6:
	case IPV6_DROP_MEMBERSHIP | V6:
		error = change_6(inet, value, size, name == (IPV6_ADD_MEMBERSHIP | V6));
		break;
	case IP_MULTICAST_IF:
		error = set_interface_4(inet, value, size);
		break;
	default:
		error = inet_option_take(value, size, &number);
		if (!error)
			error = set_number(inet, name, number);
	}
	net_unlock();
	return error;
}

int inet_multicast_get(struct inet_socket *inet, int level, int name, void *value, unsigned *size)
{
	uint32_t address = 0;

	switch (level == IPPROTO_IPV6 ? name | V6 : name) {
	case IP_MULTICAST_TTL:
	case IPV6_MULTICAST_HOPS | V6:
		return inet_option_put(value, size, inet->multicast_ttl);
	case IP_MULTICAST_LOOP:
	case IPV6_MULTICAST_LOOP | V6:
		return inet_option_put(value, size, inet->multicast_loop);
	case IPV6_MULTICAST_IF | V6:
		return inet_option_put(value, size, inet->multicast_interface);
	case IP_MULTICAST_IF:
		net_lock();
		if (inet->multicast_interface)
			address = ip4_addr_get_u32(netif_ip4_addr(netif_get_by_index(inet->multicast_interface)));
		net_unlock();
		return inet_option_put(value, size, (int)address);
	default:
		return -ENOPROTOOPT;
	}
}
