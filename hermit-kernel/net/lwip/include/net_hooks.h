/* SPDX-License-Identifier: BSD-3-Clause */
/* Places where lwIP asks us. */
#ifndef NET_LWIP_NET_HOOKS_H
#define NET_LWIP_NET_HOOKS_H

#include "lwip/arch.h"
#include "lwip/ip_addr.h"

/** Initial sequence numbers that nobody can guess: RFC 6528. */
u32_t lwip_port_initial_sequence(const ip_addr_t *local, u16_t local_port, const ip_addr_t *remote, u16_t remote_port);
#define LWIP_HOOK_TCP_ISN lwip_port_initial_sequence

/** Counts a packet of the loopback interface, which does not pass its output function. */
struct pbuf;
void interface_looped(const struct pbuf *packet);
#define LWIP_HOOK_NETIF_LOOPED interface_looped

/** Where connections are found: net/tcp_lookup.c. */
struct tcp_pcb;
void tcp_lookup_add(struct tcp_pcb *pcb);
void tcp_lookup_remove(struct tcp_pcb *pcb);
struct tcp_pcb *tcp_lookup_find(const ip_addr_t *remote, u16_t remote_port, const ip_addr_t *local, u16_t local_port);
int tcp_lookup_has_port(u16_t local_port);
#define LWIP_HOOK_TCP_COME       tcp_lookup_add
#define LWIP_HOOK_TCP_GONE       tcp_lookup_remove
#define LWIP_HOOK_TCP_FIND       tcp_lookup_find
#define LWIP_HOOK_TCP_PORT_TAKEN tcp_lookup_has_port

/** The Ethernet address that a packet (from its IP header on) waited for could not be found out. */
struct netif;
void net_unresolved(struct netif *netif, struct pbuf *packet);
#define LWIP_HOOK_UNRESOLVED net_unresolved

/** A segment was taken in: may what is to be sent wait? */
struct tcp_pcb;
bool net_output_later(struct tcp_pcb *pcb);
#define LWIP_HOOK_TCP_OUTPUT_LATER net_output_later

#endif
