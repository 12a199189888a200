/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * /proc/net (proc(5)): connections, interfaces and routes as netstat, Java and others read them. Sockets have no inode
 * numbers here, so that column is 0.
 */
#include "fs/procfs.h"
#include "lib/string.h"
#include "lwip/priv/tcp_priv.h"
#include "lwip/udp.h"
#include "net/inet.h"
#include "net/interface.h"
#include "net/stack.h"

#define TCP_WIDTH   149 /* lines of some files have a length of their own */
#define UDP_WIDTH   127
#define ROUTE_WIDTH 127

/** A line, from its beginning at `start`, filled up with blanks. */
static void end_line(struct text *text, size_t start, size_t width)
{
	while (text->length - start < width && !text->short_of_memory)
		text_write(text, " ", 1);
	text_write(text, "\n", 1);
}

static void show_end(struct text *text, const ip_addr_t *address, uint16_t port, bool v6)
{
	ip6_addr_t wide;

	if (!v6) {
		text_printf(text, " %08X:%04X", ip_addr_get_ip4_u32(address), port);
		return;
	}
	ip6_addr_set_zero(&wide);
	if (IP_IS_V6_VAL(*address))
		ip6_addr_copy(wide, *ip_2_ip6(address));
	else if (!ip_addr_isany(address))
		ip4_2_ipv4_mapped_ipv6(&wide, ip_2_ip4(address));
	text_printf(text, " %08X%08X%08X%08X:%04X", wide.addr[0], wide.addr[1], wide.addr[2], wide.addr[3], port);
}

/* TCP */

/** Linux' numbers, its include/net/tcp_states.h. */
static unsigned state_of(const struct tcp_pcb *pcb)
{
	static const uint8_t states[] = {[CLOSED] = 7,
		[LISTEN] = 10,
		[SYN_SENT] = 2,
		[SYN_RCVD] = 3,
		[ESTABLISHED] = 1,
		[FIN_WAIT_1] = 4,
		[FIN_WAIT_2] = 5,
		[CLOSE_WAIT] = 8,
		[CLOSING] = 11,
		[LAST_ACK] = 9,
		[TIME_WAIT] = 6};
	return states[pcb->state];
}

/** The socket of the control block; NULL: not yet. */
static void *socket_of_pcb(const struct tcp_pcb *pcb)
{
	return pcb->state == LISTEN ? pcb->callback_arg : pcb->ext_args[0].data;
}

static void show_connection(struct text *text, unsigned number, const struct tcp_pcb *pcb, bool v6)
{
	static const ip_addr_t none;
	bool listens = pcb->state == LISTEN; /* these control blocks are shorter */
	struct inet_queues queues = {0, 0};
	size_t start = text->length;

	if (socket_of_pcb(pcb))
		tcp_socket_queues(socket_of_pcb(pcb), &queues);
	text_printf(text, "%4u:", number);
	show_end(text, &pcb->local_ip, pcb->local_port, v6);
	show_end(text, listens ? &none : &pcb->remote_ip, listens ? 0 : pcb->remote_port, v6);
	text_printf(text, " %02X %08X:%08X %02X:%08X %08X %5u %8d %u %d %016x %u %u %u %u %d", state_of(pcb),
		(unsigned)queues.sending, (unsigned)queues.received, listens || pcb->rtime < 0 ? 0 : 1, 0,
		listens ? 0 : pcb->nrtx, 0, 0, 0, 1, 0, 100, 0, 0, 10, -1);
	end_line(text, start, v6 ? 0 : TCP_WIDTH);
}

static bool is_v6(const struct tcp_pcb *pcb)
{
	const struct inet_socket *inet = socket_of_pcb(pcb);

	return inet ? inet->socket.family == AF_INET6 : !IP_IS_V4_VAL(pcb->local_ip);
}

static void show_connections(struct text *text, bool v6)
{
	unsigned number = 0;

	net_lock();
	for (unsigned i = 0; i < NUM_TCP_PCB_LISTS; i++)
		for (const struct tcp_pcb *pcb = *tcp_pcb_lists[i]; pcb; pcb = pcb->next)
			if (pcb->state != CLOSED && is_v6(pcb) == v6) /* bound only: Linux does not show them */
				show_connection(text, number++, pcb, v6);
	net_unlock();
}

static int show_tcp(struct text *text, const uint64_t *ids)
{
	text_printf(text, "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
			  "   uid  timeout inode");
	end_line(text, 0, TCP_WIDTH);
	show_connections(text, false);
	return 0;
}

static int show_tcp6(struct text *text, const uint64_t *ids)
{
	text_printf(text,
		"  sl  local_address                         remote_address                        st tx_queue"
		" rx_queue tr tm->when retrnsmt   uid  timeout inode\n");
	show_connections(text, true);
	return 0;
}

/* UDP */

static void show_datagram_socket(struct text *text, const struct udp_pcb *pcb, bool v6)
{
	static const ip_addr_t none;
	bool connected = pcb->flags & UDP_FLAGS_CONNECTED;
	struct inet_queues queues;
	size_t start = text->length;

	udp_socket_queues(pcb->recv_arg, &queues);
	text_printf(text, "%5u:", pcb->local_port);
	show_end(text, &pcb->local_ip, pcb->local_port, v6);
	show_end(text, connected ? &pcb->remote_ip : &none, connected ? pcb->remote_port : 0, v6);
	text_printf(text, " %02X %08X:%08X %02X:%08X %08X %5u %8d %u %d %016x %u", connected ? 1 : 7,
		(unsigned)queues.sending, (unsigned)queues.received, 0, 0, 0, 0, 0, 0, 2, 0, 0);
	end_line(text, start, v6 ? 0 : UDP_WIDTH);
}

static void show_datagram_sockets(struct text *text, bool v6)
{
	net_lock();
	for (const struct udp_pcb *pcb = udp_pcbs; pcb; pcb = pcb->next)
		if (pcb->recv_arg && pcb->local_port && !IP_IS_V4_VAL(pcb->local_ip) == v6)
			show_datagram_socket(text, pcb, v6);
	net_unlock();
}

static int show_udp(struct text *text, const uint64_t *ids)
{
	text_printf(text, "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
			  "   uid  timeout inode ref pointer drops");
	end_line(text, 0, UDP_WIDTH);
	show_datagram_sockets(text, false);
	return 0;
}

static int show_udp6(struct text *text, const uint64_t *ids)
{
	text_printf(text,
		"  sl  local_address                         remote_address                        st tx_queue"
		" rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n");
	show_datagram_sockets(text, true);
	return 0;
}

/* Interfaces */

static int show_dev(struct text *text, const uint64_t *ids)
{
	struct netif *netif;
	char name[16];

	text_printf(text, "Inter-|   Receive                                                |  Transmit\n"
			  " face |bytes    packets errs drop fifo frame compressed multicast"
			  "|bytes    packets errs drop fifo colls carrier compressed\n");
	net_lock();
	NETIF_FOREACH(netif)
	{
		const struct net_counters *counters = interface_counters(netif);
		interface_name(netif, name);
		text_printf(text, "%6s: %7lu %7lu %4u %4u %4u %5u %10u %9u %8lu %7lu %4u %4lu %4u %5u %7u %10u\n", name,
			counters->received_bytes, counters->received_packets, 0, 0, 0, 0, 0, 0, counters->sent_bytes,
			counters->sent_packets, 0, counters->not_sent, 0, 0, 0, 0);
	}
	net_unlock();
	return 0;
}

static unsigned scope_of(const ip6_addr_t *address)
{
	if (ip6_addr_isloopback(address))
		return 0x10;
	return ip6_addr_islinklocal(address) ? 0x20 : 0;
}

static void show_address_6(struct text *text, struct netif *netif, const char *name, int index)
{
	const ip6_addr_t *address = netif_ip6_addr(netif, index);
	bool valid = ip6_addr_isvalid(netif_ip6_addr_state(netif, index));

	for (unsigned i = 0; i < 4; i++)
		text_printf(text, "%08x", lwip_ntohl(address->addr[i]));
	text_printf(text, " %02x %02x %02x %02x %8s\n", netif_get_index(netif), interface_is_loopback(netif) ? 128 : 64,
		scope_of(address), valid ? 0x80 : 0xc0, name);
}

static int show_if_inet6(struct text *text, const uint64_t *ids)
{
	struct netif *netif;
	char name[16];

	net_lock();
	NETIF_FOREACH(netif)
	{
		interface_name(netif, name);
		for (int i = 0; i < LWIP_IPV6_NUM_ADDRESSES; i++)
			if (!ip6_addr_isinvalid(netif_ip6_addr_state(netif, i)))
				show_address_6(text, netif, name, i);
	}
	net_unlock();
	return 0;
}

static void show_one_route(
	struct text *text, const char *name, uint32_t destination, uint32_t gateway, unsigned flags, uint32_t mask)
{
	size_t start = text->length;

	text_printf(text, "%s\t%08X\t%08X\t%04X\t%d\t%u\t%d\t%08X\t%d\t%u\t%u", name, destination, gateway, flags, 0, 0,
		0, mask, 0, 0, 0);
	end_line(text, start, ROUTE_WIDTH);
}

static int show_route(struct text *text, const uint64_t *ids)
{
	struct netif *netif;
	char name[16];

	text_printf(text, "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT");
	end_line(text, 0, ROUTE_WIDTH);
	net_lock();
	NETIF_FOREACH(netif)
	{
		uint32_t address = ip4_addr_get_u32(netif_ip4_addr(netif));
		uint32_t mask = ip4_addr_get_u32(netif_ip4_netmask(netif));
		uint32_t gateway = ip4_addr_get_u32(netif_ip4_gw(netif));
		if (interface_is_loopback(netif) || !address)
			continue;
		interface_name(netif, name);
		if (netif == netif_default && gateway)
			show_one_route(text, name, 0, gateway, 3, 0); /* RTF_UP | RTF_GATEWAY */
		show_one_route(text, name, address & mask, 0, 1, mask);
	}
	net_unlock();
	return 0;
}

static const struct pseudo_entry entries[] = {
	{.path = "@/net/dev", .show = show_dev},
	{.path = "@/net/if_inet6", .show = show_if_inet6},
	{.path = "@/net/route", .show = show_route},
	{.path = "@/net/tcp", .show = show_tcp},
	{.path = "@/net/tcp6", .show = show_tcp6},
	{.path = "@/net/udp", .show = show_udp},
	{.path = "@/net/udp6", .show = show_udp6},
};

const struct pseudo_table procfs_net_files = PSEUDO_TABLE(entries);
