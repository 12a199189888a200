/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * AF_UNIX (unix(7)), among the threads of this isle.
 *
 * Bytes and messages travel as packets, which the sender makes and puts into the receiver's queue. A connected pair
 * refer to each other; a reference keeps the memory, not the connection: a socket whose file is gone is `closed`, and
 * its peer sees the end. Locks: unix_socket.lock is taken for one socket at a time.
 */
#ifndef NET_UNIX_SOCKET_H
#define NET_UNIX_SOCKET_H

#include <linux/un.h>
#include "net/socket.h"

struct unix_packet {
	struct list link;
	uint32_t size, offset; /* bytes from `offset` on are still to be read */
	struct file **files;   /* references */
	unsigned file_count;
	struct socket_address sender;
	struct ucred credentials;
	uint8_t data[];
};

struct unix_socket {
	struct socket socket;
	_Atomic uint32_t refs;    /* its file, its peer, its listener's queue, its name, calls */
	struct mutex reading;     /* one reads at a time; not held while waiting */
	struct waitq changed;     /* all who wait for anything about this socket */
	struct spinlock lock;     /* of what follows */
	struct unix_socket *peer; /* a reference */
	struct list packets;
	_Atomic uint32_t queued;          /* bytes in packets, each counted with some overhead */
	_Atomic bool closed;              /* the file is gone */
	_Atomic bool ended;               /* the peer sends no more */
	_Atomic bool no_send, no_receive; /* shutdown(2) */
	bool connected;                   /* stream and seqpacket: has or had a peer */
	struct list pending;              /* listener: connected sockets to accept, by pending_link */
	struct list pending_link;
	_Atomic unsigned pending_count;
	unsigned backlog;
	struct socket_address name; /* where bound */
	struct inode *inode;        /* of a bound path, a reference; under the lock of names */
	struct list name_link;      /* in the table of names; under the lock of names */
};

static inline struct unix_socket *unix_of(struct socket *socket)
{
	return container_of(socket, struct unix_socket, socket);
}
static inline struct unix_socket *unix_get(struct unix_socket *socket)
{
	atomic_fetch_add(&socket->refs, 1);
	return socket;
}
void unix_put(struct unix_socket *socket);
/** A reference to the peer, or NULL. */
struct unix_socket *unix_get_peer(struct unix_socket *socket);
static inline bool unix_is_datagram(const struct unix_socket *socket)
{
	return socket->socket.type == SOCK_DGRAM;
}

/* unix_names.c */

/** 0, -EADDRINUSE, -EINVAL, errors of the path. */
int unix_bind(struct unix_socket *socket, const struct socket_address *address);
void unix_unbind(struct unix_socket *socket);
/** The socket bound there, a reference. -ECONNREFUSED, errors of the path. */
int unix_find(const struct socket_address *address, struct unix_socket **found);

/* unix_transfer.c */

ssize64_t unix_send(struct socket *socket, struct socket_message *message, uint64_t deadline);
ssize64_t unix_receive(struct socket *socket, struct socket_message *message, uint64_t deadline);
void unix_packet_free(struct unix_packet *packet);
/** May a sender put more into this socket's queue? */
bool unix_has_room(struct unix_socket *socket);

#endif
