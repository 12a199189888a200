/* SPDX-License-Identifier: BSD-3-Clause */
/* Addresses of the first Ethernet interface, as the boot blob tells. Under net_lock. */
#ifndef NET_CONFIGURE_H
#define NET_CONFIGURE_H

#include "lwip/netif.h"

/** 0 or -ENOMEM. */
int net_configure(struct netif *netif);

#endif
