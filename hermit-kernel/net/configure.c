/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/configure.h"

#include <linux/errno.h>
#include "isle/boot_info.h"
#include "lib/log.h"
#include "lib/string.h"
#include "lwip/dhcp.h"
#include "lwip/ethip6.h"

static char hostname[65];

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

static void configure_fixed(struct netif *netif, const struct hermit_boot_network *network)
{
	ip4_addr_t address = address_of(network->address), gateway = address_of(network->gateway);
	ip4_addr_t mask = mask_of(network->prefix);

	netif_set_addr(netif, &address, &mask, &gateway);
	log_line("network: eth0 has %u.%u.%u.%u/%u", network->address[0], network->address[1], network->address[2],
		network->address[3], network->prefix);
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
		return dhcp_start(netif) == ERR_OK ? 0 : -ENOMEM;
	configure_fixed(netif, &boot_info.network);
	return 0;
}
