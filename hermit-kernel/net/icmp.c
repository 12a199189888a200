/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * "Destination unreachable" (RFC 792; RFC 4443, 3.1): lwIP does nothing with it; here the sockets whose packets were
 * refused are told. It quotes the beginning of such a packet, in which ours is the source. The same is told where
 * nobody on the own network has the address that a packet is for.
 *
 * As on Linux, a UDP socket is told only if it is connected, and only that the port or protocol is not there, unless it
 * wants to know more (IP_RECVERR); a TCP connection that is being made fails whatever the reason is; one that is
 * established takes no notice.
 */
#include <linux/errno.h>
#include "lwip/icmp.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/raw.h"
#include "lwip/udp.h"
#include "lib/string.h"
#include "net/inet.h"
#include "net/stack.h"
#include "net_hooks.h"

#define ICMP_HEADER 8u
#define QUOTED_MOST (60u + 8u) /* what must be quoted of IPv4; of IPv6 more than that is looked at */

struct quoted {
	uint8_t protocol;
	ip_addr_t local, remote;
	uint16_t local_port, remote_port;
	uint32_t sequence; /* TCP's */
};

static uint16_t take_16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static void take_ports(const uint8_t *bytes, struct quoted *quoted)
{
	quoted->local_port = take_16(bytes);
	quoted->remote_port = take_16(bytes + 2);
	quoted->sequence = (uint32_t)take_16(bytes + 4) << 16 | take_16(bytes + 6);
}

static bool take_4(const uint8_t *bytes, unsigned size, struct quoted *quoted)
{
	unsigned header = (bytes[0] & 0xfu) * 4;
	uint32_t address;

	if (bytes[0] >> 4 != 4 || header < IP_HLEN || size < header + 8)
		return false;
	quoted->protocol = bytes[9];
	memcpy(&address, bytes + 12, sizeof(address));
	ip_addr_set_ip4_u32_val(quoted->local, address);
	memcpy(&address, bytes + 16, sizeof(address));
	ip_addr_set_ip4_u32_val(quoted->remote, address);
	take_ports(bytes + header, quoted);
	return true;
}

static void take_address_6(const uint8_t *bytes, const struct netif *netif, ip_addr_t *address)
{
	ip6_addr_t v6;

	memcpy(v6.addr, bytes, sizeof(v6.addr));
	ip6_addr_clear_zone(&v6);
	ip6_addr_assign_zone(&v6, IP6_UNKNOWN, netif);
	ip_addr_copy_from_ip6(*address, v6);
}

static bool take_6(const uint8_t *bytes, unsigned size, const struct netif *netif, struct quoted *quoted)
{
	if (bytes[0] >> 4 != 6 || size < IP6_HLEN + 8)
		return false;
	quoted->protocol = bytes[6]; /* our packets have no extension headers before TCP and UDP */
	take_address_6(bytes + 8, netif, &quoted->local);
	take_address_6(bytes + 24, netif, &quoted->remote);
	take_ports(bytes + IP6_HLEN, quoted);
	return true;
}

static int error_of_4(uint8_t code)
{
	static const uint8_t errors[] = {ENETUNREACH, EHOSTUNREACH, ENOPROTOOPT, ECONNREFUSED, EMSGSIZE, EOPNOTSUPP,
		ENETUNREACH, EHOSTDOWN, ENONET, ENETUNREACH, EHOSTUNREACH, ENETUNREACH, EHOSTUNREACH, EHOSTUNREACH,
		EHOSTUNREACH, EHOSTUNREACH};
	return code < array_size(errors) ? errors[code] : EHOSTUNREACH;
}

static int error_of_6(uint8_t code)
{
	static const uint8_t errors[] = {ENETUNREACH, EACCES, EHOSTUNREACH, EHOSTUNREACH, ECONNREFUSED, EACCES, EACCES};
	return code < array_size(errors) ? errors[code] : EHOSTUNREACH;
}

static void tell_udp(const struct quoted *quoted, int error)
{
	for (const struct udp_pcb *pcb = udp_pcbs; pcb; pcb = pcb->next) {
		bool to_peer =
			!(pcb->flags & UDP_FLAGS_CONNECTED) ||
			(pcb->remote_port == quoted->remote_port && ip_addr_cmp(&pcb->remote_ip, &quoted->remote));
		if (pcb->recv_arg && pcb->local_port == quoted->local_port && to_peer) /* DHCP has none */
			udp_socket_failed(pcb->recv_arg, error, IP_IS_V6_VAL(quoted->remote));
	}
}

static void tell_tcp(const struct quoted *quoted, int error)
{
	for (struct tcp_pcb *pcb = tcp_active_pcbs; pcb; pcb = pcb->next) {
		bool same = pcb->local_port == quoted->local_port && pcb->remote_port == quoted->remote_port &&
			    ip_addr_cmp(&pcb->local_ip, &quoted->local) &&
			    ip_addr_cmp(&pcb->remote_ip, &quoted->remote);
		if (!same)
			continue;
		if (pcb->state == SYN_SENT && quoted->sequence == pcb->lastack)
			tcp_socket_failed(pcb->callback_arg, error);
		return;
	}
}

static void tell(const struct quoted *quoted, int error)
{
	if (quoted->protocol == IP_PROTO_UDP)
		tell_udp(quoted, error);
	else if (quoted->protocol == IP_PROTO_TCP && error != EMSGSIZE) /* that is path MTU discovery */
		tell_tcp(quoted, error);
}

/** lwIP: a packet of ICMP or ICMPv6, from its IP header on. It stays lwIP's (0). */
static u8_t on_message(void *v6, struct raw_pcb *pcb, struct pbuf *packet, const ip_addr_t *from)
{
	uint8_t bytes[ICMP_HEADER + QUOTED_MOST];
	struct quoted quoted;
	unsigned size = pbuf_copy_partial(packet, bytes, sizeof(bytes), ip_current_header_tot_len());

	if (size <= ICMP_HEADER || bytes[0] != (v6 ? ICMP6_TYPE_DUR : ICMP_DUR))
		return 0;
	size -= ICMP_HEADER;
	if (v6 ? !take_6(bytes + ICMP_HEADER, size, ip_current_netif(), &quoted)
	       : !take_4(bytes + ICMP_HEADER, size, &quoted))
		return 0;
	tell(&quoted, v6 ? error_of_6(bytes[1]) : error_of_4(bytes[1]));
	return 0;
}

void net_unresolved(struct netif *netif, struct pbuf *packet)
{
	uint8_t bytes[QUOTED_MOST];
	struct quoted quoted;
	unsigned size = pbuf_copy_partial(packet, bytes, sizeof(bytes), 0);

	if (size && (bytes[0] >> 4 == 6 ? take_6(bytes, size, netif, &quoted) : take_4(bytes, size, &quoted)))
		tell(&quoted, EHOSTUNREACH);
}

int net_icmp_init(void)
{
	static bool v6 = true;
	struct raw_pcb *pcb_4 = raw_new_ip_type(IPADDR_TYPE_V4, IP_PROTO_ICMP);
	struct raw_pcb *pcb_6 = raw_new_ip_type(IPADDR_TYPE_V6, IP6_NEXTH_ICMP6);

	if (!pcb_4 || !pcb_6)
		return -ENOMEM;
	raw_recv(pcb_4, on_message, NULL);
	raw_recv(pcb_6, on_message, &v6);
	return 0;
}
