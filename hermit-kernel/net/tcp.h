/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SOCK_STREAM over IP (tcp(7)).
 *
 * The connection itself is lwIP's control block (`pcb`), used under net_lock; it lives on after the socket's file is
 * gone until all is sent and acknowledged, and holds a reference to the socket as long. The two directions have a queue
 * and a mutex each, and no byte is copied under net_lock:
 *
 *   received: lwIP hands up buffers, which readers empty. Their window is given back in large steps.
 *   sent:     writers fill chunks, lwIP's segments refer to them until the other side has acknowledged.
 */
#ifndef NET_TCP_H
#define NET_TCP_H

#include "lwip/tcp.h"
#include "net/inet.h"
#include "sync/mutex.h"

enum tcp_phase {
	TCP_FRESH,      /* made, maybe bound */
	TCP_CONNECTING, /* SYN sent */
	TCP_CONNECTED,  /* has or had a peer; also half closed */
	TCP_LISTENING,
	TCP_DEAD, /* reset, timed out, or both sides are done */
};

/** Bytes on their way to the peer. */
struct tcp_chunk {
	struct list link;
	uint32_t size;    /* of data[] */
	uint32_t filled;  /* by writers */
	uint32_t handed;  /* to lwIP, under net_lock */
	uint32_t end_seq; /* sequence number behind what was handed */
	uint8_t data[];
};

/** What lwIP handed up at once; or small pieces, gathered. */
struct tcp_packet {
	struct list link;
	struct pbuf *buffers;
	_Atomic uint32_t size; /* bytes; grows while there is room */
	uint32_t room;         /* for so many more; under lock */
};

struct tcp_socket {
	struct inet_socket inet;
	struct tcp_pcb *pcb;              /* under net_lock; NULL: none yet, or gone */
	_Atomic uint8_t phase;            /* enum tcp_phase, written under net_lock */
	_Atomic bool ended;               /* the peer sends no more */
	_Atomic bool no_send, no_receive; /* shutdown(2) */
	bool orphan;                      /* the file is gone; under net_lock */
	_Atomic bool in_progress;         /* connect(2) said so, and nobody has called it again for the result */
	struct spinlock lock;             /* of the lists */

	struct mutex reading;
	struct list packets;
	uint32_t packet_offset;    /* bytes of the first packet that were read; under reading */
	_Atomic uint64_t received; /* bytes in packets that are still to be read */
	uint32_t window_owed;      /* bytes read and not yet told to lwIP; under reading */
	uint32_t window_step;      /* it is told when so many are owed */

	struct mutex writing;
	struct list chunks;
	struct tcp_chunk *open;   /* the one that a writer fills; under lock */
	_Atomic uint64_t sending; /* bytes in chunks that are not acknowledged */
	_Atomic bool cork;        /* TCP_CORK */
	uint64_t cork_until_ns;   /* what it holds back goes then; 0: nothing is held; under net_lock */
	bool no_delay;            /* TCP_NODELAY */
	uint32_t keep_idle, keep_interval, keep_count; /* TCP_KEEP*: seconds and probes; 0: the default */

	struct list pending; /* listener: connections to accept, by pending_link */
	struct list pending_link;
	_Atomic unsigned pending_count;
	unsigned backlog;
	bool overflowed; /* a connection had to be put off; under net_lock */
};

static inline struct tcp_socket *tcp_of(struct socket *socket)
{
	return container_of(inet_of(socket), struct tcp_socket, inet);
}

struct tcp_socket *tcp_socket_new(int family);
static inline void tcp_socket_ref(struct tcp_socket *tcp)
{
	atomic_fetch_add(&tcp->inet.refs, 1);
}
void tcp_socket_put(struct tcp_socket *tcp);
/** Tie a control block to the socket: it holds a reference from now on. Under net_lock. */
void tcp_socket_attach(struct tcp_socket *tcp, struct tcp_pcb *pcb);
/** Error of the connection, told once: -errno or 0. */
int tcp_socket_take_error(struct tcp_socket *tcp);

/* tcp_connect.c */
int tcp_socket_bind(struct socket *socket, const struct socket_address *address);
int tcp_socket_connect(struct socket *socket, const struct socket_address *address, uint64_t deadline);
int tcp_socket_listen(struct socket *socket, unsigned backlog);
int tcp_socket_accept(struct socket *socket, struct socket **accepted, uint64_t deadline);
/** Those that nobody will accept any more; under net_lock. */
void tcp_socket_drop_pending(struct tcp_socket *listener);

/* tcp_send.c */
ssize64_t tcp_socket_send(struct socket *socket, struct socket_message *message, uint64_t deadline);
bool tcp_socket_has_room(struct tcp_socket *tcp);
/** Hand to lwIP what it takes. Under net_lock. */
void tcp_socket_push(struct tcp_socket *tcp);
/** TCP_CORK holds bytes back, and the time for it runs. Under net_lock. */
static inline bool tcp_socket_holds_back(const struct tcp_socket *tcp)
{
	return tcp->cork_until_ns;
}
/** lwIP's callback: that many bytes more were acknowledged. */
err_t tcp_socket_on_sent(void *socket, struct tcp_pcb *pcb, u16_t size);
void tcp_socket_free_chunks(struct tcp_socket *tcp);

/* tcp_receive.c */
ssize64_t tcp_socket_receive(struct socket *socket, struct socket_message *message, uint64_t deadline);
/** lwIP's callback: buffers, or NULL for the end. */
err_t tcp_socket_on_received(void *socket, struct tcp_pcb *pcb, struct pbuf *buffers, err_t error);
void tcp_socket_free_packets(struct tcp_socket *tcp);

/* tcp_options.c */
int tcp_socket_get_option(struct socket *socket, int level, int name, void *value, unsigned *size);
int tcp_socket_set_option(struct socket *socket, int level, int name, const void *value, unsigned size);
/** A switch of SOL_SOCKET was set. */
void tcp_socket_switched(struct socket *socket);
/** Options that were set before there was a control block. Under net_lock. */
void tcp_socket_apply_options(struct tcp_socket *tcp);

#endif
