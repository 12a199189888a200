/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets of AF_INET and AF_INET6 (ip(7), ipv6(7)), by lwIP. What TCP and UDP have in common; theirs are tcp.h and
 * udp.c.
 *
 * An AF_INET6 socket carries IPv4 too, as ::ffff:a.b.c.d, unless IPV6_V6ONLY. lwIP has one type of address for both,
 * and these are turned into each other at the edge, by the functions below.
 */
#ifndef NET_INET_H
#define NET_INET_H

#include "lwip/ip_addr.h"
#include "net/socket.h"

/* Bits of the control blocks' so_options that lwIP leaves free: SO_REUSEPORT and SO_REUSEADDR. lwIP's own SOF_REUSEADDR
 * is always set, for its rules are not Linux'. */
#define SOF_SHARED_PORT    0x40u
#define SOF_SHARED_ADDRESS 0x80u

/** Where an end of a connection is. */
struct inet_end {
	ip_addr_t address;
	uint16_t port; /* host's byte order */
};

struct inet_socket {
	struct socket socket;
	_Atomic uint32_t refs; /* its file, its control block in lwIP, its listener's queue */
	struct waitq changed;  /* all who wait for anything about this socket */
	bool v6only;           /* IPV6_V6ONLY */
	bool bound;            /* by bind(2), to `local` */
	/* IP_RECVERR, IPV6_RECVERR: tell of all errors, not only the final ones. They are told as the socket's error;
	 * the queue with details that Linux keeps for MSG_ERRQUEUE is always empty here. */
	bool errors_4, errors_6;
	struct inet_end local, remote;
	uint8_t tos, ttl;                           /* IP_TOS, IP_TTL; ttl 0: the default */
	uint8_t multicast_ttl, multicast_interface; /* IP_MULTICAST_*; the interface's index, 0: by route */
	bool multicast_loop;
	struct list memberships; /* multicast.c; under net_lock */
};

static inline struct inet_socket *inet_of(struct socket *socket)
{
	return container_of(socket, struct inet_socket, socket);
}

void inet_init(struct inet_socket *inet, const struct socket_ops *ops, int family, int type, int protocol);

/* inet_address.c */

/** 0, -EINVAL (too short), -EAFNOSUPPORT. */
int inet_address_take(const struct inet_socket *inet, const struct socket_address *from, struct inet_end *end);
/** In the socket's family. */
void inet_address_put(const struct inet_socket *inet, const struct inet_end *end, struct socket_address *to);
/** The type of lwIP's control blocks for this socket (IPADDR_TYPE_*). */
uint8_t inet_address_type(const struct inet_socket *inet);
/** May a socket be bound there? 0 or -EADDRNOTAVAIL. Under net_lock. */
int inet_address_is_local(const ip_addr_t *address);
/** Would both ends, of sockets of these types, get the same packets? */
bool inet_addresses_meet(const ip_addr_t *a, const ip_addr_t *b);

/* inet_options.c */

int inet_get_option(struct socket *socket, int level, int name, void *value, unsigned *size);
/** `error` of -ENOPROTOOPT where TCP or UDP may know the option. */
int inet_set_option(struct socket *socket, int level, int name, const void *value, unsigned size);
int inet_option_put(void *value, unsigned *size, int number);
/** The number that is set; byte-sized values as Linux takes them. -EINVAL. */
int inet_option_take(const void *value, unsigned size, int *number);

/** so_options of the socket's control block. */
uint8_t inet_control_options(const struct socket *socket);
/**
 * Linux' rules about one port for two sockets (socket(7)): SO_REUSEADDR helps where both have it and the other does not
 * listen, SO_REUSEPORT where both have it. `other`: so_options of its control block.
 */
bool inet_may_share(const struct socket *socket, uint8_t other, bool other_listens);

/* inet_interface.c */

/** IFF_*. Under net_lock. */
struct netif;
unsigned inet_interface_flags(const struct netif *netif);

/* multicast.c: options of datagram sockets. -ENOPROTOOPT: not one of these. */
int inet_multicast_set(struct inet_socket *inet, int level, int name, const void *value, unsigned size);
int inet_multicast_get(struct inet_socket *inet, int level, int name, void *value, unsigned *size);
/** The socket goes. Under net_lock. */
void inet_multicast_leave_all(struct inet_socket *inet);

/* What is made by socket(2). 0 or -ENOMEM. */
int tcp_socket_create(int family, struct socket **made);
int udp_socket_create(int family, struct socket **made);

/** Bytes that wait: to be acknowledged, and to be read. */
struct inet_queues {
	uint64_t sending, received;
};
/* `socket`: a control block's, under net_lock. */
void tcp_socket_queues(void *socket, struct inet_queues *queues);
void udp_socket_queues(void *socket, struct inet_queues *queues);

/* A packet of the control block's could not be delivered: a positive errno. Under net_lock. `v6`: it was one of IPv6.
 */
void tcp_socket_failed(void *socket, int error);
void udp_socket_failed(void *socket, int error, bool v6);

/** errno of lwIP's error. */
int inet_error(int8_t error);

#endif
