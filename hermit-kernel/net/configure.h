/* SPDX-License-Identifier: BSD-3-Clause */
/* Addresses of the first Ethernet interface, as the boot blob tells. */
#ifndef NET_CONFIGURE_H
#define NET_CONFIGURE_H

#include "lib/types.h"

struct netif;

/** 0 or -ENOMEM. Under net_lock. */
int net_configure(struct netif *netif);
/** Where DHCP is to give an address, waits for it, 10 s at most. 0 or -ETIMEDOUT. Without net_lock. */
int net_wait_for_address(void);

/* For the timers, under net_lock: does DHCP wait for an answer? Does it have a lease to renew? */
bool net_dhcp_waits(void);
bool net_dhcp_has_lease(void);

#endif
