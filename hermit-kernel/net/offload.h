/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a network device does for TCP: checksums, and cutting long segments into packets of the MTU's size. UDP's
 * checksums stay ours, because its datagrams may be cut into fragments.
 */
#ifndef NET_OFFLOAD_H
#define NET_OFFLOAD_H

#include "lib/types.h"

struct pbuf;
struct tcp_pcb;

#define NET_OFFLOAD_CHECKSUM  1u /* fills in TCP's checksum of what is sent */
#define NET_OFFLOAD_SEGMENTS4 2u /* cuts TCP segments over IPv4 */
#define NET_OFFLOAD_SEGMENTS6 4u /* and over IPv6 */

/** What is left to do for a frame. Offsets and sizes in bytes, from the frame's beginning. */
struct net_offload {
	uint16_t checksum_start;  /* sum from here to the end … */
	uint16_t checksum_offset; /* … and store it so far behind `checksum_start`; what is there already is part of it
				   */
	uint16_t header_size;     /* of the Ethernet, IP and TCP headers */
	uint16_t segment_size;    /* bytes of data in each packet; 0: the frame fits */
	bool ipv6;
};

/**
 * Prepare a frame that carries a TCP segment without a checksum: its pseudo header's sum (RFC 9293, 3.1) is stored
 * where the checksum goes. False: it carries no TCP. The headers are in the first buffer.
 */
bool net_offload_tcp(struct pbuf *frame, uint16_t mtu, struct net_offload *offload);

/** A connection is established: let it queue long segments if the device on its way cuts them. Under net_lock. */
void net_offload_connection(struct tcp_pcb *pcb);

#endif
