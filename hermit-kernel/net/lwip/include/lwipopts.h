/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lwIP's configuration. Its memory is the kernel's heap, so that no number of sockets, connections or packets is fixed
 * here.
 */
#ifndef NET_LWIP_LWIPOPTS_H
#define NET_LWIP_LWIPOPTS_H

/* No operating system in lwIP's sense: we call its core under net_lock, and run its timers ourselves. */
#define NO_SYS               1
#define SYS_LIGHTWEIGHT_PROT 1
#define LWIP_NETCONN         0
#define LWIP_SOCKET          0
#define LWIP_TIMERS          0
void net_assert_locked(void);
#define LWIP_ASSERT_CORE_LOCKED() net_assert_locked()

/* Memory */
#define MEM_LIBC_MALLOC          1
#define mem_clib_malloc          heap_alloc
#define mem_clib_free            heap_free
#define mem_clib_calloc          lwip_calloc
#define MEMP_MEM_MALLOC          1
#define MEM_ALIGNMENT            16
#define PBUF_POOL_BUFSIZE        2048
#define LWIP_SUPPORT_CUSTOM_PBUF 1

/* Interfaces: Ethernet and loopback */
#define ETH_PAD_SIZE                       0
#define LWIP_NETIF_LOOPBACK                1
#define LWIP_NETIF_LOOPBACK_MULTITHREADING 0
#define LWIP_LOOPBACK_MAX_PBUFS            0
#define LWIP_NETIF_HOSTNAME                1
#define LWIP_NETIF_STATUS_CALLBACK         1
#define LWIP_CHECKSUM_CTRL_PER_NETIF       1
#define ARP_TABLE_SIZE                     127
#define ARP_QUEUEING                       1
#define ARP_MAXPENDING                     3
#define ETHARP_SUPPORT_STATIC_ENTRIES      0
#define ETHARP_TABLE_MATCH_NETIF           1

/* Protocols */
#define LWIP_IPV4                 1
#define LWIP_IPV6                 1
#define LWIP_DHCP                 1
#define DHCP_DOES_ARP_CHECK       0
#define LWIP_DHCP_GET_NTP_SRV     0
#define LWIP_DNS                  0
#define LWIP_IGMP                 1
#define LWIP_RAW                  1
#define LWIP_UDP                  1
#define LWIP_MULTICAST_TX_OPTIONS 1
#define IP_REASS_MAX_PBUFS        1024
#define IPV6_FRAG_COPYHEADER      1
#define IP_SOF_BROADCAST          1
#define IP_SOF_BROADCAST_RECV     0
#define SO_REUSE                  1
#define SO_REUSE_RXTOALL          1
#define LWIP_IPV6_NUM_ADDRESSES   4
#define LWIP_ND6_NUM_NEIGHBORS    127
#define LWIP_ND6_NUM_DESTINATIONS 127
/* Addresses are made of MACs, which the proxy makes of IPv4 addresses. And a multicast group of QEMU brings back what
 * is sent: each address would be taken for a duplicate. */
#define LWIP_IPV6_DUP_DETECT_ATTEMPTS 0

/* TCP. lwIP would have segments of a quarter of its counters; see patches for those that are longer than the MSS. */
#define LWIP_DISABLE_TCP_SANITY_CHECKS 1
#define LWIP_TCP                       1
#define LWIP_WND_SCALE                 1
#define TCP_RCV_SCALE                  6
#define TCP_LOCAL_PORT_RANGE_START     32768 /* Linux' ip_local_port_range */
#define TCP_LOCAL_PORT_RANGE_END       61000
#define TCP_ENSURE_LOCAL_PORT_RANGE(port)                                                                              \
	((u16_t)((port) % (TCP_LOCAL_PORT_RANGE_END - TCP_LOCAL_PORT_RANGE_START) + TCP_LOCAL_PORT_RANGE_START))
#define TCP_MSS                   65000
#define TCP_WND                   (2 * 1024 * 1024)
#define TCP_SND_BUF               (2 * 1024 * 1024)
#define TCP_SND_QUEUELEN          65000
#define TCP_SNDLOWAT              2048
#define TCP_SNDQUEUELOWAT         64000
#define TCP_OVERSIZE              0
#define TCP_WND_UPDATE_THRESHOLD  (128 * 1024)
#define LWIP_TCP_SACK_OUT         1
#define LWIP_TCP_TIMESTAMPS       0
#define TCP_LISTEN_BACKLOG        1
#define LWIP_TCP_KEEPALIVE        1
#define LWIP_TCP_PCB_NUM_EXT_ARGS 1
#define LWIP_TCP_RTO_TIME         1000
#define TCP_RTO_MIN               200    /* ms, as Linux has it */
#define TCP_RTO_MAX               120000 /* ms; RFC 6298 wants at least a minute */
#define TCP_MAXRTX                15     /* a quarter of an hour, as on Linux */
#define TCP_QUEUE_OOSEQ           1
/* Length of a tick of tcp_fasttmr: what a delayed acknowledgement waits; tcp_slowtmr's, in which retransmission is
 * timed, is twice that. */
#define TCP_TMR_INTERVAL 20
#define TCP_MSL          2000UL

/* No statistics, no debugging output; assertions stay. */
#define LWIP_STATS 0

#define LWIP_HOOK_FILENAME "net_hooks.h"

#endif
