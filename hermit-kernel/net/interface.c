/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/interface.h"

#include <linux/errno.h>
#include "lib/format.h"
#include "lib/string.h"
#include "lwip/etharp.h"
#include "lwip/ethip6.h"
#include "lwip/igmp.h"
#include "lwip/netif.h"
#include "netif/ethernet.h"
#include "net/configure.h"
#include "net/offload.h"
#include "net_hooks.h"
#include "net/stack.h"

#define LOOPBACK_MTU 65536 /* as on Linux; lwIP itself knows none */

static unsigned ethernets;

bool interface_is_loopback(const struct netif *netif)
{
	return netif->name[0] == 'l' && netif->name[1] == 'o';
}

int interface_mtu(const struct netif *netif)
{
	return netif->mtu ? netif->mtu : LOOPBACK_MTU;
}

void interface_name(const struct netif *netif, char name[16])
{
	if (interface_is_loopback(netif))
		strlcpy(name, "lo", 16);
	else
		snprintf(name, 16, "eth%u", ((const struct net_device *)netif->state)->number);
}

struct netif *interface_by_name(const char *name)
{
	char other[16];
	struct netif *netif;

	NETIF_FOREACH(netif)
	{
		interface_name(netif, other);
		if (!strcmp(name, other))
			return netif;
	}
	return NULL;
}

/* Loopback */

static struct net_counters loopback;

int interface_init(void)
{
	struct netif *netif = netif_get_by_index(LOOPBACK_INDEX);

	assert(netif && interface_is_loopback(netif));
	netif->flags |= NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
	return igmp_start(netif) == ERR_OK ? 0 : -ENOMEM;
}

/** lwIP: a packet to this isle itself. What is sent is received. */
void interface_looped(const struct pbuf *packet)
{
	loopback.sent_bytes += packet->tot_len;
	loopback.sent_packets++;
	loopback.received_bytes = loopback.sent_bytes;
	loopback.received_packets = loopback.sent_packets;
}

const struct net_counters *interface_counters(const struct netif *netif)
{
	return interface_is_loopback(netif) ? &loopback : &((const struct net_device *)netif->state)->counters;
}

/* Ethernet */

static err_t output(struct netif *netif, struct pbuf *frame)
{
	struct net_device *device = netif->state;

	net_timers_link_active();
	if (device->transmit(device, frame)) {
		device->counters.not_sent++;
		return ERR_BUF;
	}
	device->counters.sent_bytes += frame->tot_len;
	device->counters.sent_packets++;
	return ERR_OK;
}

/** Those that lwIP makes and checks. */
static uint16_t our_checksums(const struct net_device *device, bool checked)
{
	unsigned ours = NETIF_CHECKSUM_ENABLE_ALL;

	if (device->offloads & NET_OFFLOAD_CHECKSUM)
		ours &= ~(unsigned)NETIF_CHECKSUM_GEN_TCP;
	if (checked)
		ours &= ~(unsigned)(NETIF_CHECKSUM_CHECK_TCP | NETIF_CHECKSUM_CHECK_UDP);
	return (uint16_t)ours;
}

static err_t setup(struct netif *netif)
{
	struct net_device *device = netif->state;

	netif->name[0] = 'e';
	netif->name[1] = 't';
	netif->hwaddr_len = sizeof(device->mac);
	memcpy(netif->hwaddr, device->mac, sizeof(device->mac));
	netif->mtu = device->mtu;
	netif->output = etharp_output;
	netif->output_ip6 = ethip6_output;
	netif->linkoutput = output;
	netif->flags = NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET | NETIF_FLAG_IGMP |
		       NETIF_FLAG_MLD6 | NETIF_FLAG_LINK_UP;
	netif->tso4 = (device->offloads & NET_OFFLOAD_SEGMENTS4) != 0;
	netif->tso6 = (device->offloads & NET_OFFLOAD_SEGMENTS6) != 0;
	NETIF_SET_CHECKSUM_CTRL(netif, our_checksums(device, false));
	return ERR_OK;
}

int interface_add(struct net_device *device)
{
	net_lock();
	device->number = ethernets++;
	bool added = netif_add(&device->netif, NULL, NULL, NULL, device, setup, ethernet_input);
	int error = added ? 0 : -ENOMEM;
	if (added)
		netif_set_up(&device->netif);
	if (added && device->number == 0)
		error = net_configure(&device->netif);
	net_unlock();
	return error;
}

void interface_receive(struct net_device *device, struct pbuf *frame, bool checked)
{
	/* lwIP asks the interface; a frame is dealt with before the next one comes */
	NETIF_SET_CHECKSUM_CTRL(&device->netif, our_checksums(device, checked));
	net_timers_link_active();
	device->counters.received_bytes += frame->tot_len;
	device->counters.received_packets++;
	if (device->netif.input(frame, &device->netif) != ERR_OK)
		pbuf_free(frame);
}
