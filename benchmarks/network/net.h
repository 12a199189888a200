/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of this program share. Whatever fails ends the program with status 1 and a message. */
#ifndef BENCHMARKS_NETWORK_NET_H
#define BENCHMARKS_NETWORK_NET_H

#include <stddef.h>
#include <stdint.h>

#define NET_BLOCK (256u * 1024)

/** First bytes of a connection, from client to server. Both ends are x86-64. */
struct net_request {
	enum net_kind {
		NET_ROUND_TRIPS = 1, /* the server sends back each byte, `count` times */
		NET_TO_SERVER,       /* the client sends `count` bytes, the server one when it has them all */
		NET_FROM_SERVER,     /* the server sends `count` bytes */
	} kind;
	uint32_t reserved;
	uint64_t count;
};

_Noreturn void net_fail(const char *what);
uint64_t net_now_ns(void);

int net_connect(const char *address, unsigned port);
/** `port` 0: any; the one that it is goes there. */
int net_listen(const char *address, unsigned *port);
int net_accept(int listener);
/** Exactly `size` bytes. */
void net_send(int fd, const void *bytes, size_t size);
void net_receive(int fd, void *bytes, size_t size);
/** `count` bytes in blocks. */
void net_send_blocks(int fd, uint64_t count);
void net_receive_blocks(int fd, uint64_t count);

/** Prints "NAME MEDIAN P10 P90 UNIT"; sorts the samples. */
void net_report(const char *name, double *samples, size_t count, const char *unit);

/** Answers one connection and closes it. */
void serve_connection(int fd);
_Noreturn void serve(const char *address, unsigned port);

/** Measures by CLIENT_CONNECTIONS connections to a server; `prefix` goes before the names of what is measured. */
#define CLIENT_TRANSFERS   5u
#define CLIENT_CONNECTIONS (1 + 2 * (1 + CLIENT_TRANSFERS))
void client_measure(const char *prefix, const char *address, unsigned port);
void loopback_measure(void);
void epoll_measure(void);

#endif
