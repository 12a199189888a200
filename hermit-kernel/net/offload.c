/* SPDX-License-Identifier: BSD-3-Clause */
#include "net/offload.h"

#include "lwip/inet_chksum.h"
#include "lwip/ip.h"
#include "lwip/prot/ethernet.h"
#include "lwip/prot/ip4.h"
#include "lwip/prot/ip6.h"
#include "lwip/prot/tcp.h"
#include "lwip/tcp.h"
#include "net/interface.h"

#define SEGMENT_MOST 65000u /* with all headers below the 65535 of an IP packet */

/** Sum of the pseudo header over 16-bit words, as the checksum field wants it: not inverted. */
static uint16_t pseudo_sum(const uint8_t *addresses, unsigned size, uint32_t length)
{
	uint32_t sum = lwip_htons(IP_PROTO_TCP) + lwip_htons((uint16_t)(length >> 16)) + lwip_htons((uint16_t)length);

	for (unsigned i = 0; i < size; i += 2)
		sum += (uint32_t)addresses[i] | (uint32_t)addresses[i + 1] << 8;
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t)(sum + (sum >> 16));
}

/** Length of the IP header if TCP follows it, else 0; and the sum of TCP's pseudo header. */
static unsigned tcp_behind(const struct pbuf *frame, struct net_offload *offload, uint16_t *sum)
{
	const uint8_t *ip = (const uint8_t *)frame->payload + SIZEOF_ETH_HDR;
	const struct ip_hdr *ip4 = (const struct ip_hdr *)ip;
	const struct ip6_hdr *ip6 = (const struct ip6_hdr *)ip;
	uint32_t packet = frame->tot_len - SIZEOF_ETH_HDR;

	offload->ipv6 = ((const struct eth_hdr *)frame->payload)->type == PP_HTONS(ETHTYPE_IPV6);
	if (offload->ipv6) {
		if (IP6H_NEXTH(ip6) != IP6_NEXTH_TCP)
			return 0;
		*sum = pseudo_sum(ip + offsetof(struct ip6_hdr, src), 32, packet - IP6_HLEN);
		return IP6_HLEN;
	}
	if (((const struct eth_hdr *)frame->payload)->type != PP_HTONS(ETHTYPE_IP) || IPH_PROTO(ip4) != IP_PROTO_TCP)
		return 0;
	*sum = pseudo_sum(ip + offsetof(struct ip_hdr, src), 8, packet - IPH_HL_BYTES(ip4));
	return IPH_HL_BYTES(ip4);
}

bool net_offload_tcp(struct pbuf *frame, uint16_t mtu, struct net_offload *offload)
{
	uint16_t sum;

	if (frame->len < SIZEOF_ETH_HDR + IP_HLEN + TCP_HLEN)
		return false;
	unsigned ip_size = tcp_behind(frame, offload, &sum);
	if (!ip_size)
		return false;
	struct tcp_hdr *tcp = (struct tcp_hdr *)((uint8_t *)frame->payload + SIZEOF_ETH_HDR + ip_size);
	unsigned headers = SIZEOF_ETH_HDR + ip_size + TCPH_HDRLEN_BYTES(tcp);
	tcp->chksum = sum;
	offload->checksum_start = (uint16_t)(SIZEOF_ETH_HDR + ip_size);
	offload->checksum_offset = offsetof(struct tcp_hdr, chksum);
	offload->header_size = (uint16_t)headers;
	offload->segment_size = frame->tot_len > mtu + SIZEOF_ETH_HDR ? (uint16_t)(mtu + SIZEOF_ETH_HDR - headers) : 0;
	return true;
}

void net_offload_connection(struct tcp_pcb *pcb)
{
	const struct netif *netif = ip_route(&pcb->local_ip, &pcb->remote_ip);
	unsigned headers = TCP_HLEN + (IP_IS_V6_VAL(pcb->remote_ip) ? IP6_HLEN : IP_HLEN);

	if (!netif || interface_is_loopback(netif) || !(IP_IS_V6_VAL(pcb->remote_ip) ? netif->tso6 : netif->tso4))
		return;
	/* The device cuts at the MTU; a peer that wants shorter ones gets them from us. */
	if (pcb->mss == netif->mtu - headers)
		pcb->mss_tso = (u16_t)(SEGMENT_MOST / pcb->mss * pcb->mss);
}
