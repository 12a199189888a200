/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests about interfaces: netdevice(7). The names are Linux': lo, eth0. */
#include <linux/errno.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <linux/in.h>
#include <linux/sockios.h>
#include "lib/string.h"
#include "lwip/netif.h"
#include "mm/user.h"
#include "net/families.h"
#include "net/inet.h"
#include "net/interface.h"
#include "net/stack.h"

static void put_4(struct sockaddr *to, uint32_t address)
{
	struct sockaddr_in *in = (struct sockaddr_in *)to;

	memset(to, 0, sizeof(*to));
	in->sin_family = AF_INET;
	in->sin_addr.s_addr = address;
}

unsigned inet_interface_flags(const struct netif *netif)
{
	unsigned flags = netif_is_up(netif) ? IFF_UP | IFF_RUNNING : 0;

	if (interface_is_loopback(netif))
		return flags | IFF_LOOPBACK;
	flags |= IFF_BROADCAST | IFF_MULTICAST;
	return netif_is_link_up(netif) ? flags : flags & ~(unsigned)IFF_RUNNING;
}

static void put_hardware(struct sockaddr *to, const struct netif *netif)
{
	memset(to, 0, sizeof(*to));
	to->sa_family = interface_is_loopback(netif) ? ARPHRD_LOOPBACK : ARPHRD_ETHER;
	memcpy(to->sa_data, netif->hwaddr, netif->hwaddr_len);
}

static int answer(struct ifreq *request, unsigned number, const struct netif *netif)
{
	uint32_t address = ip4_addr_get_u32(netif_ip4_addr(netif)), mask = ip4_addr_get_u32(netif_ip4_netmask(netif));

	switch (number) {
	case SIOCGIFFLAGS:
		request->ifr_flags = (short)inet_interface_flags(netif);
		return 0;
	case SIOCGIFADDR:
		put_4(&request->ifr_addr, address);
		return address ? 0 : -EADDRNOTAVAIL;
	case SIOCGIFNETMASK:
		put_4(&request->ifr_netmask, mask);
		return address ? 0 : -EADDRNOTAVAIL;
	case SIOCGIFBRDADDR:
		put_4(&request->ifr_broadaddr, interface_is_loopback(netif) ? 0 : address | ~mask);
		return address ? 0 : -EADDRNOTAVAIL;
	case SIOCGIFHWADDR:
		put_hardware(&request->ifr_hwaddr, netif);
		return 0;
	case SIOCGIFMTU:
		request->ifr_mtu = interface_mtu(netif);
		return 0;
	case SIOCGIFINDEX:
		request->ifr_ifindex = netif_get_index(netif);
		return 0;
	case SIOCGIFMETRIC:
		request->ifr_metric = 0;
		return 0;
	case SIOCGIFTXQLEN:
		request->ifr_qlen = 1000;
		return 0;
	default:
		return -ENOTTY;
	}
}

/** An alias, as "eth0:1", means its interface, of which there is only one address. */
static struct netif *find(struct ifreq *request)
{
	request->ifr_name[IFNAMSIZ - 1] = 0;
	return interface_by_name(request->ifr_name);
}

static struct netif *find_index(int index)
{
	return index > 0 && index <= UINT8_MAX ? netif_get_by_index((u8_t)index) : NULL;
}

static long about_one(unsigned number, uint64_t argument)
{
	struct ifreq request;

	if (user_get(&request, argument))
		return -EFAULT;
	net_lock();
	struct netif *netif = number == SIOCGIFNAME ? find_index(request.ifr_ifindex) : find(&request);
	int error = netif ? 0 : -ENODEV;
	if (netif && number == SIOCGIFNAME)
		interface_name(netif, request.ifr_name);
	else if (netif)
		error = answer(&request, number, netif);
	net_unlock();
	return error ? error : user_put(argument, &request);
}

/** SIOCGIFCONF: interfaces that have an IPv4 address. */
static long list_all(uint64_t argument)
{
	struct ifreq requests[8];
	struct ifconf list;
	struct netif *netif;
	unsigned count = 0;

	if (user_get(&list, argument))
		return -EFAULT;
	memset(requests, 0, sizeof(requests));
	net_lock();
	NETIF_FOREACH(netif)
	{
		if (count == array_size(requests) || ip4_addr_isany_val(*netif_ip4_addr(netif)))
			continue;
		interface_name(netif, requests[count].ifr_name);
		answer(&requests[count++], SIOCGIFADDR, netif);
	}
	net_unlock();
	unsigned room = list.ifc_len < 0 ? 0 : (unsigned)list.ifc_len / sizeof(struct ifreq);
	unsigned given = list.ifc_buf ? min(count, room) : count; /* without a buffer: how large it must be */
	if (list.ifc_buf && user_copy_to((uint64_t)list.ifc_buf, requests, given * sizeof(struct ifreq)))
		return -EFAULT;
	list.ifc_len = (int)(given * sizeof(struct ifreq));
	return user_put(argument, &list);
}

long inet_interface_ioctl(unsigned request, uint64_t argument)
{
	switch (request) {
	case SIOCGIFCONF:
		return list_all(argument);
	case SIOCGIFNAME:
	case SIOCGIFFLAGS:
	case SIOCGIFADDR:
	case SIOCGIFNETMASK:
	case SIOCGIFBRDADDR:
	case SIOCGIFHWADDR:
	case SIOCGIFMTU:
	case SIOCGIFINDEX:
	case SIOCGIFMETRIC:
	case SIOCGIFTXQLEN:
		return about_one(request, argument);
	default:
		return -ENOTTY;
	}
}
