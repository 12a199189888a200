/* SPDX-License-Identifier: BSD-3-Clause */
/* Sockets: numbers and structures of the kernel. */
#ifndef HERMIT_SYS_SOCKET_H
#define HERMIT_SYS_SOCKET_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/uio.h>

typedef __sa_family_t sa_family_t;
typedef __socklen_t socklen_t;

#define AF_UNSPEC 0
#define AF_UNIX   1
#define AF_LOCAL  AF_UNIX
#define AF_INET   2
#define AF_INET6  10
#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX   AF_UNIX
#define PF_LOCAL  AF_UNIX
#define PF_INET   AF_INET
#define PF_INET6  AF_INET6

#define SOCK_STREAM    1
#define SOCK_DGRAM     2
#define SOCK_RAW       3
#define SOCK_SEQPACKET 5
#define SOCK_NONBLOCK  04000
#define SOCK_CLOEXEC   02000000

#define SOL_SOCKET    1
#define SO_REUSEADDR  2
#define SO_TYPE       3
#define SO_ERROR      4
#define SO_BROADCAST  6
#define SO_SNDBUF     7
#define SO_RCVBUF     8
#define SO_KEEPALIVE  9
#define SO_LINGER     13
#define SO_REUSEPORT  15
#define SO_RCVTIMEO   20
#define SO_SNDTIMEO   21
#define SO_ACCEPTCONN 30
#define SOMAXCONN     4096

#define MSG_OOB      0x01
#define MSG_PEEK     0x02
#define MSG_TRUNC    0x20
#define MSG_DONTWAIT 0x40
#define MSG_WAITALL  0x100
#define MSG_NOSIGNAL 0x4000

#define SHUT_RD   0
#define SHUT_WR   1
#define SHUT_RDWR 2

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

struct sockaddr_storage {
	sa_family_t ss_family;
	char __room[118];
	unsigned long __align;
};

struct linger {
	int l_onoff;
	int l_linger;
};

struct msghdr {
	void *msg_name;
	socklen_t msg_namelen;
	struct iovec *msg_iov;
	size_t msg_iovlen;
	void *msg_control;
	size_t msg_controllen;
	int msg_flags;
};

__BEGIN_DECLS
int socket(int family, int type, int protocol);
int socketpair(int family, int type, int protocol, int pair[2]);
int bind(int fd, const struct sockaddr *address, socklen_t size);
int connect(int fd, const struct sockaddr *address, socklen_t size);
int listen(int fd, int backlog);
int accept(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size);
int accept4(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size, int flags);
int getsockname(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size);
int getpeername(int fd, struct sockaddr *__restrict address, socklen_t *__restrict size);
int getsockopt(int fd, int level, int name, void *__restrict value, socklen_t *__restrict size);
int setsockopt(int fd, int level, int name, const void *value, socklen_t size);
int shutdown(int fd, int how);
ssize_t send(int fd, const void *bytes, size_t size, int flags);
ssize_t recv(int fd, void *bytes, size_t size, int flags);
ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t to_size);
ssize_t recvfrom(int fd, void *__restrict bytes, size_t size, int flags, struct sockaddr *__restrict from,
	socklen_t *__restrict from_size);
ssize_t sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t recvmsg(int fd, struct msghdr *message, int flags);
__END_DECLS

#endif
