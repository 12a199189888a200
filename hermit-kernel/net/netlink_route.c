/* SPDX-License-Identifier: BSD-3-Clause */
/* rtnetlink(7): dumps of interfaces and their addresses. A message of its own for each. */
#include <linux/errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include "lib/string.h"
#include "lwip/netif.h"
#include "net/inet.h"
#include "net/interface.h"
#include "net/netlink.h"
#include "net/stack.h"

static void put_name(struct netlink_builder *builder, uint16_t type, const struct netif *netif)
{
	char name[16];

	interface_name(netif, name);
	netlink_put_attribute(builder, type, name, strlen(name) + 1);
}

static void put_number(struct netlink_builder *builder, uint16_t type, uint32_t number)
{
	netlink_put_attribute(builder, type, &number, sizeof(number));
}

static int reply(struct netlink_socket *netlink, const struct nlmsghdr *request, uint16_t type,
	const struct netlink_builder *builder)
{
	uint16_t flags = request->nlmsg_flags & NLM_F_DUMP ? NLM_F_MULTI : 0;

	return netlink_reply(netlink, request, type, flags, builder->data, builder->size);
}

static int reply_link(struct netlink_socket *netlink, const struct nlmsghdr *request, const struct netif *netif)
{
	static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, none[6];
	bool loopback = interface_is_loopback(netif);
	struct netlink_builder builder = {.size = 0};
	unsigned flags = inet_interface_flags(netif);
	struct ifinfomsg link = {
		.ifi_type = loopback ? ARPHRD_LOOPBACK : ARPHRD_ETHER,
		.ifi_index = netif_get_index((struct netif *)netif),
		.ifi_flags = flags & IFF_RUNNING ? flags | IFF_LOWER_UP : flags,
	};

	netlink_put(&builder, &link, sizeof(link));
	put_name(&builder, IFLA_IFNAME, netif);
	put_number(&builder, IFLA_TXQLEN, 1000);
	put_number(&builder, IFLA_MTU, (uint32_t)interface_mtu(netif));
	netlink_put_attribute(&builder, IFLA_ADDRESS, loopback ? none : netif->hwaddr, sizeof(none));
	netlink_put_attribute(&builder, IFLA_BROADCAST, loopback ? none : broadcast, sizeof(broadcast));
	return reply(netlink, request, RTM_NEWLINK, &builder);
}

static uint8_t prefix_of(uint32_t mask)
{
	return mask ? (uint8_t)(32 - __builtin_ctz(lwip_ntohl(mask))) : 0;
}

static int reply_address_4(struct netlink_socket *netlink, const struct nlmsghdr *request, struct netif *netif)
{
	uint32_t address = ip4_addr_get_u32(netif_ip4_addr(netif)), mask = ip4_addr_get_u32(netif_ip4_netmask(netif));
	bool loopback = interface_is_loopback(netif);
	struct netlink_builder builder = {.size = 0};
	struct ifaddrmsg body = {
		.ifa_family = AF_INET,
		.ifa_prefixlen = prefix_of(mask),
		.ifa_flags = IFA_F_PERMANENT,
		.ifa_scope = loopback ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE,
		.ifa_index = netif_get_index(netif),
	};

	if (!address)
		return 0;
	netlink_put(&builder, &body, sizeof(body));
	put_number(&builder, IFA_ADDRESS, address);
	put_number(&builder, IFA_LOCAL, address);
	if (!loopback)
		put_number(&builder, IFA_BROADCAST, address | ~mask);
	put_name(&builder, IFA_LABEL, netif);
	put_number(&builder, IFA_FLAGS, IFA_F_PERMANENT);
	return reply(netlink, request, RTM_NEWADDR, &builder);
}

static uint8_t scope_of(const ip6_addr_t *address)
{
	if (ip6_addr_isloopback(address))
		return RT_SCOPE_HOST;
	return ip6_addr_islinklocal(address) ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
}

static int reply_address_6(
	struct netlink_socket *netlink, const struct nlmsghdr *request, struct netif *netif, int number)
{
	const ip6_addr_t *address = netif_ip6_addr(netif, number);
	struct netlink_builder builder = {.size = 0};
	uint8_t state = netif_ip6_addr_state(netif, number);
	struct ifaddrmsg body = {
		.ifa_family = AF_INET6,
		.ifa_prefixlen = interface_is_loopback(netif) ? 128 : 64,
		.ifa_flags = ip6_addr_isvalid(state) ? IFA_F_PERMANENT : IFA_F_PERMANENT | IFA_F_TENTATIVE,
		.ifa_scope = scope_of(address),
		.ifa_index = netif_get_index(netif),
	};

	if (ip6_addr_isinvalid(state))
		return 0;
	netlink_put(&builder, &body, sizeof(body));
	netlink_put_attribute(&builder, IFA_ADDRESS, address->addr, sizeof(address->addr));
	put_number(&builder, IFA_FLAGS, body.ifa_flags);
	return reply(netlink, request, RTM_NEWADDR, &builder);
}

static int reply_addresses(
	struct netlink_socket *netlink, const struct nlmsghdr *request, struct netif *netif, int family)
{
	int error = family == AF_INET6 ? 0 : reply_address_4(netlink, request, netif);

	for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES && !error && family != AF_INET; i++)
		error = reply_address_6(netlink, request, netif, i);
	return error;
}

static int reply_one(struct netlink_socket *netlink, const struct nlmsghdr *request, struct netif *netif, int family)
{
	return request->nlmsg_type == RTM_GETLINK ? reply_link(netlink, request, netif)
						  : reply_addresses(netlink, request, netif, family);
}

static int dump(struct netlink_socket *netlink, const struct nlmsghdr *request, int family)
{
	const int done = 0;
	struct netif *netif;
	int error = 0;

	net_lock();
	for (int index = 1; index <= UINT8_MAX && !error;
		index++) /* in this order; lwIP's list is the other way round */
		if ((netif = netif_get_by_index((u8_t)index)))
			error = reply_one(netlink, request, netif, family);
	net_unlock();
	return error ? error : netlink_reply(netlink, request, NLMSG_DONE, NLM_F_MULTI, &done, sizeof(done));
}

/** RTM_GETLINK of one interface, named by its index. */
static int get_link(struct netlink_socket *netlink, const struct nlmsghdr *request, size_t size)
{
	const struct ifinfomsg *link = (const void *)(request + 1);

	if (size < sizeof(*request) + sizeof(*link))
		return -EINVAL;
	net_lock();
	bool in_range = link->ifi_index > 0 && link->ifi_index <= UINT8_MAX;
	const struct netif *netif = in_range ? netif_get_by_index((u8_t)link->ifi_index) : NULL;
	int error = netif ? reply_link(netlink, request, netif) : -ENODEV;
	net_unlock();
	return error;
}

int netlink_route_request(struct netlink_socket *netlink, const struct nlmsghdr *request, size_t size)
{
	const struct rtgenmsg *body = (const void *)(request + 1);
	bool dumps = (request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;

	if (size < sizeof(*request) + sizeof(*body))
		return -EINVAL;
	switch (request->nlmsg_type) {
	case RTM_GETLINK:
		return dumps ? dump(netlink, request, AF_UNSPEC) : get_link(netlink, request, size);
	case RTM_GETADDR:
		return dumps ? dump(netlink, request, body->rtgen_family) : -EOPNOTSUPP;
	default:
		return -EOPNOTSUPP;
	}
}
