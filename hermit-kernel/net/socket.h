/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Sockets: what address families have in common. A family implements struct socket_ops; the system calls are in
 * syscall/socket.c.
 *
 * Linux' own headers show few of the numbers that the system calls use; those missing are here, with Linux' values.
 */
#ifndef NET_SOCKET_H
#define NET_SOCKET_H

#include <linux/socket.h>
#include <linux/uio.h>
#include "fs/file.h"

enum {
	AF_UNSPEC = 0,
	AF_UNIX = 1,
	AF_INET = 2,
	AF_INET6 = 10,
	AF_NETLINK = 16,
};

enum {
	SOCK_STREAM = 1,
	SOCK_DGRAM = 2,
	SOCK_RAW = 3,
	SOCK_SEQPACKET = 5,
	SOCK_TYPE_MASK = 0xf,
};

enum {
	SHUT_RD,
	SHUT_WR,
	SHUT_RDWR,
};

#define MSG_OOB          0x1u
#define MSG_PEEK         0x2u
#define MSG_CTRUNC       0x8u
#define MSG_TRUNC        0x20u
#define MSG_DONTWAIT     0x40u
#define MSG_EOR          0x80u
#define MSG_WAITALL      0x100u
#define MSG_ERRQUEUE     0x2000u
#define MSG_NOSIGNAL     0x4000u
#define MSG_WAITFORONE   0x10000u
#define MSG_CMSG_CLOEXEC 0x40000000u

#define SCM_RIGHTS         1
#define SCM_CREDENTIALS    2
#define SCM_FILES_MAX      253u
#define SOCKET_BACKLOG_MAX 4096u

struct ucred {
	int32_t pid;
	uint32_t uid, gid;
};

/** A place in a list of buffers in program memory, already range-checked. */
struct socket_buffers {
	const struct iovec *vectors;
	unsigned count;
	size_t offset; /* in the first vector */
	size_t left;   /* bytes in all */
};
/** Copy and move on; `size` at most what is left. 0 or -EFAULT. */
int socket_buffers_take(struct socket_buffers *buffers, void *to, size_t size);
int socket_buffers_give(struct socket_buffers *buffers, const void *from, size_t size);

struct socket_address {
	struct __kernel_sockaddr_storage storage;
	unsigned length; /* 0: none */
};

struct socket_message {
	struct socket_buffers data;
	struct socket_address address; /* of the receiver; when receiving, of the sender */
	struct file **files;           /* SCM_RIGHTS; their references travel along */
	unsigned file_count;
	struct ucred credentials; /* when receiving, if the socket wants them: pid is not 0 */
	unsigned flags;           /* MSG_*; when receiving, also of the result: MSG_TRUNC, MSG_EOR */
};

struct socket;

/** A missing operation answers -EOPNOTSUPP. `deadline`: of the wait; 0: do not wait, -EAGAIN. */
struct socket_ops {
	int (*bind)(struct socket *socket, const struct socket_address *address);
	int (*connect)(struct socket *socket, const struct socket_address *address, uint64_t deadline);
	int (*listen)(struct socket *socket, unsigned backlog);
	/** A connected socket, without file. */
	int (*accept)(struct socket *socket, struct socket **accepted, uint64_t deadline);
	int (*get_name)(struct socket *socket, bool peer, struct socket_address *address);
	int (*shutdown)(struct socket *socket, int how);
	/** Bytes sent. Takes over message->files where it succeeds. -EPIPE: the caller raises SIGPIPE. */
	ssize64_t (*send)(struct socket *socket, struct socket_message *message, uint64_t deadline);
	/** Bytes received, 0 at the end; with MSG_TRUNC in flags the whole length of a message. */
	ssize64_t (*receive)(struct socket *socket, struct socket_message *message, uint64_t deadline);
	/** Options of the family's own levels, or that socket.c leaves to it. `size` in: room, out: length.
	 * [ENOPROTOOPT] */
	int (*get_option)(struct socket *socket, int level, int name, void *value, unsigned *size);
	int (*set_option)(struct socket *socket, int level, int name, const void *value, unsigned size);
	/** A switch of SOL_SOCKET in socket->options was set. Missing: the family looks when it matters. */
	void (*switched)(struct socket *socket);
	uint32_t (*poll)(struct socket *socket, struct file *file, struct poll_table *table);
	long (*ioctl)(struct socket *socket, unsigned request, uint64_t argument);
	void (*release)(struct socket *socket); /* the file is gone */
};

/** Part of a family's own structure. */
struct socket {
	const struct socket_ops *ops;
	int family, type, protocol;
	bool listening;
	bool pass_credentials;                          /* SO_PASSCRED */
	_Atomic uint64_t send_timeout, receive_timeout; /* ns; 0: none */
	_Atomic uint32_t send_size, receive_size;       /* SO_SNDBUF, SO_RCVBUF */
	_Atomic bool receive_bounded;                   /* SO_RCVBUF was set */
	uint64_t options;                               /* bits of SO_* switches that only have to be remembered */
	struct linger_option {
		int32_t on, seconds;
	} linger;
	_Atomic int error; /* SO_ERROR: a positive errno, told once */
};

struct socket_family {
	int family;
	/** A new socket. 0, -ESOCKTNOSUPPORT, -EPROTONOSUPPORT, -ENOMEM. */
	int (*create)(int type, int protocol, struct socket **made);
	int (*pair)(int type, int protocol, struct socket *made[2]); /* [EOPNOTSUPP] */
};

void socket_init(struct socket *socket, const struct socket_ops *ops, int family, int type, int protocol);
int socket_create(int family, int type, int protocol, struct socket **made);
int socket_create_pair(int family, int type, int protocol, struct socket *made[2]);
/** The socket's file; the socket is released when it goes, and also on failure (NULL: memory). `flags`: O_NONBLOCK. */
struct file *socket_new_file(struct socket *socket, unsigned flags);
/** NULL: the file is no socket. */
struct socket *socket_of(const struct file *file);

/* What the calls and read/write have in common; `flags` of the file count as MSG_DONTWAIT. */
ssize64_t socket_send(struct file *file, struct socket_message *message);
ssize64_t socket_receive(struct file *file, struct socket_message *message);
/** As readv(2); files that came along are let go. */
ssize64_t socket_read_buffers(struct file *file, struct socket_buffers buffers);
/** Deadline of a wait by file flags, message flags and timeout. */
uint64_t socket_deadline(const struct file *file, unsigned message_flags, uint64_t timeout);

int socket_get_option(struct socket *socket, int level, int name, void *value, unsigned *size);
int socket_set_option(struct socket *socket, int level, int name, const void *value, unsigned size);

#endif
