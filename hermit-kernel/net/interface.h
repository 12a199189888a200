/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Interfaces: loopback, and Ethernet devices, which drivers bring. lwIP's struct netif under Linux' names. All under
 * net_lock.
 */
#ifndef NET_INTERFACE_H
#define NET_INTERFACE_H

#include "lwip/netif.h"
#include "lwip/pbuf.h"
#include "lib/types.h"

/** What passed an interface: /proc/net/dev. */
struct net_counters {
	uint64_t received_bytes, received_packets, sent_bytes, sent_packets, not_sent;
};

/** An Ethernet device; the driver embeds it. */
struct net_device {
	uint8_t mac[6];
	uint16_t mtu;
	unsigned offloads; /* NET_OFFLOAD_*, see net/offload.h */
	/** Send a frame. 0; -ENOBUFS: there is no room. The buffers stay the caller's: take a reference. */
	int (*transmit)(struct net_device *device, struct pbuf *frame);
	unsigned number; /* N of ethN; interface_add sets it */
	struct net_counters counters;
	struct netif netif;
};

/** Loopback, which lwIP has made, does multicast too. Under net_lock. 0 or -ENOMEM. */
int interface_init(void);
/** A driver found a device. Takes net_lock itself. 0 or errno. */
int interface_add(struct net_device *device);
/** A frame that came; takes over the buffers. `checked`: TCP's and UDP's checksum is known to be right. */
void interface_receive(struct net_device *device, struct pbuf *frame, bool checked);

#define LOOPBACK_INDEX 1 /* lwIP's first interface */
bool interface_is_loopback(const struct netif *netif);
struct netif *interface_by_name(const char *name);
void interface_name(const struct netif *netif, char name[16]);
const struct net_counters *interface_counters(const struct netif *netif);
int interface_mtu(const struct netif *netif);

#endif
