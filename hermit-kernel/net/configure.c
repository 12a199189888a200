/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/configure.h"

#include <linux/errno.h>
#include "isle/boot_info.h"
#include "lib/log.h"
#include "lib/string.h"
#include "lwip/dhcp.h"
#include "lwip/ethip6.h"
#include "sync/waitq.h"
#include "time/clock.h"

#define DHCP_LIMIT_NS (10 * NS_PER_SEC)

static char hostname[65];
static struct netif *leaser; /* the interface that DHCP gives an address; under net_lock */
static _Atomic bool has_lease;
static struct waitq lease_changes = WAITQ_INIT(lease_changes);

static ip4_addr_t address_of(const uint8_t bytes[4])
{
	ip4_addr_t address;

	memcpy(&address.addr, bytes, sizeof(address.addr));
	return address;
}

static ip4_addr_t mask_of(uint32_t prefix)
{
	ip4_addr_t mask = {.addr = prefix ? lwip_htonl(~0u << (32 - prefix)) : 0};

	return mask;
}

static void log_address(const uint8_t address[4], unsigned prefix, const char *source)
{
	log_line("network: eth0 has %u.%u.%u.%u/%u%s", address[0], address[1], address[2], address[3], prefix, source);
}

static void configure_fixed(struct netif *netif, const struct hermit_boot_network *network)
{
	ip4_addr_t address = address_of(network->address), gateway = address_of(network->gateway);
	ip4_addr_t mask = mask_of(network->prefix);

	netif_set_addr(netif, &address, &mask, &gateway);
	log_address(network->address, network->prefix, "");
}

/* DHCP (RFC 2131) */

bool net_dhcp_waits(void)
{
	const struct dhcp *dhcp = leaser ? netif_dhcp_data(leaser) : NULL;

	return dhcp && dhcp->request_timeout;
}

bool net_dhcp_has_lease(void)
{
	return has_lease;
}

/** lwIP: an address came or went. */
static void on_status(struct netif *netif)
{
	bool has = dhcp_supplied_address(netif);

	uint32_t mask = lwip_ntohl(netif_ip4_netmask(netif)->addr);

	if (has && !has_lease)
		log_address((const uint8_t *)&netif_ip4_addr(netif)->addr,
			mask ? 32 - (unsigned)__builtin_ctz(mask) : 0, " by DHCP");
	has_lease = has;
	waitq_wake_all(&lease_changes, 0);
}

static int start_dhcp(struct netif *netif)
{
	leaser = netif;
	netif_set_status_callback(netif, on_status);
	return dhcp_start(netif) == ERR_OK ? 0 : -ENOMEM;
}

int net_wait_for_address(void)
{
	if (!leaser)
		return 0;
	return wait_event_until(&lease_changes, has_lease, clock_monotonic_ns() + DHCP_LIMIT_NS);
}

int net_configure(struct netif *netif)
{
	const struct boot_string *name = &boot_info.hostname;

	memcpy(hostname, name->text, min((size_t)name->length, sizeof(hostname) - 1));
	netif_set_hostname(netif, hostname);
	netif_create_ip6_linklocal_address(netif, 1);
	netif_set_ip6_autoconfig_enabled(netif, 1);
	if (!boot_info.has_network)
		return 0;
	netif_set_default(netif);
	if (boot_info.network.flags & HERMIT_NETWORK_DHCP)
		return start_dhcp(netif);
	configure_fixed(netif, &boot_info.network);
	return 0;
}
